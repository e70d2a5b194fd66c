import { expect, it } from 'vitest';
import { AUTHORITIES, authorityName, nameDer, nameText, rootOf } from './names.js';

it('has three ranges of one root and two authorities each, a root before those below it', () => {
  expect(AUTHORITIES).toHaveLength(9);
  for (const [i, key] of AUTHORITIES.entries()) {
    expect(AUTHORITIES.indexOf(rootOf(key))).toBeLessThanOrEqual(i);
    expect(rootOf(key) === key).toBe(key.startsWith('ACR-'));
  }
});

it('names every authority in the national layout, with TEST in a sandbox and without it in production', () => {
  for (const key of AUTHORITIES) {
    for (const test of [true, false]) {
      const name = authorityName(key, test);
      expect(name.flatMap((rdn) => Object.keys(rdn))).toEqual(['C', 'O', 'OU', 'OU', 'CN']);
      expect(JSON.stringify(name).includes('TEST')).toBe(test);
      expect(JSON.stringify(name)).not.toMatch(/ASIP|IGC-SANTE/);
    }
  }
  expect(new Set(AUTHORITIES.map((key) => JSON.stringify(authorityName(key, true)))).size).toBe(9);
});

it('orders the parts of a multi-valued RDN by their bytes, whatever their order in the record', () => {
  const [one, other] = [
    { GN: ['Camille'], CN: ['1'] },
    { CN: ['1'], GN: ['Camille'] },
  ];
  expect(nameDer([one])).toEqual(nameDer([other]));
});

it('reads a name back as RFC 4514 text, with what would mean something else escaped', () => {
  const name = [{ C: ['FR'] }, { O: ['A, B + «C»'] }, { OU: ['#1'] }, { GN: ['Zoé'], CN: ['1'] }];
  expect(nameText(nameDer(name))).toBe('CN=1+GN=Zoé,OU=\\#1,O=A\\, B \\+ «C»,C=FR');
});
