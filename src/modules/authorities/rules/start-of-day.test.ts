import { expect, it } from 'vitest';
import { startOfDay } from './start-of-day.js';

it('finds midnight in France, winter and summer, and no midnight for what is no day', () => {
  expect(startOfDay('2026-01-15')?.toISOString()).toBe('2026-01-14T23:00:00.000Z');
  expect(startOfDay('2026-07-15')?.toISOString()).toBe('2026-07-14T22:00:00.000Z');
  expect(startOfDay('2026-03-29', 1)?.toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(startOfDay('2026-02-30')).toBeUndefined();
});
