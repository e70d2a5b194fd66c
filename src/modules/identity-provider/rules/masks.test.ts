import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskMail, maskMobile } from './masks.js';

describe('masks', () => {
  it('show the first letter and the ending of a mail address, and two digits of a mobile', () => {
    expect(maskMail('jeanne.exemple@messagerie.fr')).toBe('j•••••@•••.fr');
    expect(maskMobile('+33639980042')).toBe('•• •• •• •• 42');
  });

  it('give the same length whatever the address, so that it cannot be guessed', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (mail) => {
        const masked = maskMail(mail);
        expect(masked).toBe(`${mail[0]}•••••@•••.${mail.split('.').at(-1)}`);
      }),
    );
  });
});
