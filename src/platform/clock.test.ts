import { describe, expect, it } from 'vitest';
import { civilDay } from './clock.js';

describe('the civil day in France', () => {
  it('changes at midnight in Paris, in winter and in summer, whatever was asked before', () => {
    for (const [at, day] of [
      ['2026-01-31T22:59:59.999Z', '2026-01-31'],
      ['2026-01-31T23:00:00.000Z', '2026-02-01'],
      ['2026-07-31T21:59:59.999Z', '2026-07-31'],
      ['2026-07-31T22:00:00.000Z', '2026-08-01'],
      ['2026-01-31T22:59:59.000Z', '2026-01-31'],
      // Before 1911 the time of Paris was not a whole number of minutes away.
      ['1910-12-31T23:50:38.000Z', '1910-12-31'],
      ['1910-12-31T23:50:39.000Z', '1911-01-01'],
    ] as const)
      expect([at, civilDay(new Date(at))]).toEqual([at, day]);
  });

  it('is none of what is no date', () => {
    for (const _ of [1, 2]) expect(() => civilDay(new Date(Number.NaN))).toThrow(RangeError);
  });
});
