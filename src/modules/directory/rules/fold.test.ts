import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold, words } from './fold.js';

it('forgets accents, case, ligatures, apostrophes and hyphens', () => {
  expect(fold("  D'ARTAGNAN-Lœïs  ÇÉLÈNE ")).toBe('d artagnan loeis celene');
  expect(words('Jean‑Pierre  MARIE')).toEqual(['jean', 'pierre', 'marie']);
});

it('gives the same text when folded twice, and only letters, digits and single spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = fold(text);
      expect(once).toMatch(/^([a-z0-9]+( [a-z0-9]+)*)?$/);
      expect(fold(once)).toBe(once);
    }),
  );
});
