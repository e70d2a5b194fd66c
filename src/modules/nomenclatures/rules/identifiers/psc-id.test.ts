import { describe, expect, it } from 'vitest';
import { parseIdNat } from './id-nat.js';
import { isOfRpps, ownOrigin, parsePscId } from './psc-id.js';

const PSI = '855e8700-e29b-41d4-a716-446655440000';

describe('what names a person at Pro Santé Connect', () => {
  it.each([
    [PSI, PSI, 'PSI'],
    [` ${PSI.toUpperCase()} `, PSI, 'PSI'],
    ['ans20231122132732', 'ANS20231122132732', 'EDIT'],
    ['8 99780000016', '899780000016', 'RPPS'],
    ['3750821092/CPET00001', '3750821092/CPET00001', 'FINESS'],
  ])('is read from %j', (typed, value, origin) => {
    expect(parsePscId(typed)).toMatchObject({ ok: true, idNat: { value, origin } });
  });

  it.each(['', 'ANS2023112213273', 'ANS202311221327321', `${PSI}0`, PSI.replace('e', 'g'), '2123456789'])(
    'is refused as a national identifier is: %j',
    (typed) => {
      expect(parsePscId(typed)).toEqual(parseIdNat(typed));
      expect(parsePscId(typed).ok).toBe(false);
      expect(ownOrigin(typed)).toBeUndefined();
    },
  );

  it('is of the RPPS by its whole form, not by its first character', () => {
    expect([isOfRpps('899780000016'), isOfRpps(PSI), isOfRpps('0991234567')]).toEqual([true, false, false]);
  });
});
