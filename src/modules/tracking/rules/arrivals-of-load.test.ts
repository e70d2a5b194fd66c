import { expect, it } from 'vitest';
import { arrivalsOfLoad } from './arrivals-of-load.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 3, 0, second));

it('tells each arrival of a load with its delay, and none before the one above', () => {
  expect(arrivalsOfLoad({ RPPS: at(0), RASS: at(12), PSC: at(15) })).toEqual([
    { hop: 'RPPS', at: at(0) },
    { hop: 'RASS', at: at(12), delayMs: 12_000 },
    { hop: 'PSC', at: at(15), delayMs: 3_000 },
  ]);
  expect(arrivalsOfLoad({ RPPS: at(0), RASS: undefined, PSC: at(15) })).toEqual([
    { hop: 'RPPS', at: at(0) },
    { hop: 'RASS' },
    { hop: 'PSC' },
  ]);
});
