import { expect, it } from 'vitest';
import { modelOf, modelOn, validUntil } from './generations.js';

it('gives the chip of the day on which a card is made, and how long such a card lasts', () => {
  const made = (day: string) => [modelOn(day).generation, modelOn(day).years];
  expect(made('2010-01-01')).toEqual(['CPS3', 3]);
  expect(made('2020-06-30')).toEqual(['CPS3', 3]);
  expect(made('2020-07-01')).toEqual(['CPS3.3', 3]);
  expect(made('2025-06-30')).toEqual(['CPS3.3', 3]);
  expect(made('2025-07-01')).toEqual(['CPS4', 6]);
  const at = new Date('2026-11-22T10:00:00Z');
  expect(validUntil(modelOf('CPS4'), at)).toEqual(new Date('2032-11-22T10:00:00Z'));
  expect(validUntil(modelOf('CPS3.3'), at)).toEqual(new Date('2029-11-22T10:00:00Z'));
});
