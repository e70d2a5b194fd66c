import { expect, it } from 'vitest';
import { type AuthorityKey, authorityName } from './names.js';

const KEYS: AuthorityKey[] = ['root', 'persons', 'organisations'];

it('names every authority in the national layout, with TEST in a sandbox and without it in production', () => {
  for (const key of KEYS) {
    for (const test of [true, false]) {
      const name = authorityName(key, test);
      expect(name.flatMap((rdn) => Object.keys(rdn))).toEqual(['C', 'O', 'OU', 'OU', 'CN']);
      expect(JSON.stringify(name).includes('TEST')).toBe(test);
      expect(JSON.stringify(name)).not.toMatch(/ASIP|IGC-SANTE/);
    }
  }
});
