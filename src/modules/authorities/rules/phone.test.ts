import { describe, expect, it } from 'vitest';
import { parseMobile, parsePhone } from './phone.js';

describe('a phone number', () => {
  it.each([
    ['06 39 98 00 12', '+33639980012'],
    ['+33 6 39 98 00 12', '+33639980012'],
    ['0033639980012', '+33639980012'],
    ['0692 12 34 56', '+262692123456'],
    ['0690 12 34 56', '+590690123456'],
    ['+32 470 12 34 56', '+32470123456'],
  ])('%s is kept as %s, with what was typed and who gave it', (typed, e164) => {
    expect(parseMobile(` ${typed} `, 'CNOM')).toEqual({ e164, original: typed, source: 'CNOM' });
  });

  it.each(['', '12', 'bonjour', '06 39 98 00', '06 39 98 00 12 12', '01 99 00 12 34', '112'])(
    '« %s » is no mobile number',
    (typed) => expect(parseMobile(typed, 'CNOM')).toBeUndefined(),
  );

  it('reads a landline where any phone will do', () => {
    expect(parsePhone('01 99 00 12 34', 'CNOM')?.e164).toBe('+33199001234');
  });
});
