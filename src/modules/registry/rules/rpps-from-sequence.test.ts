import { expect, it } from 'vitest';
import { isRpps } from '../../nomenclatures/index.js';
import { rppsFromSequence } from './rpps-from-sequence.js';

it('makes eleven digits with their key, and stops at the end of the range', () => {
  for (const rank of [1, 42, 999_999]) {
    const rpps = rppsFromSequence('9978', rank);
    expect(rpps).toMatch(/^9978\d{7}$/);
    expect(isRpps(rpps)).toBe(true);
  }
  expect(() => rppsFromSequence('9978', 1_000_000)).toThrow(RangeError);
  expect(() => rppsFromSequence('9978', 0)).toThrow(RangeError);
});
