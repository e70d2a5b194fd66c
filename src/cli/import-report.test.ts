import { expect, it } from 'vitest';
import { importLine } from './import-report.js';

it('tells the time of a load with its zone', () => {
  const load = {
    id: 7,
    source: 'psc',
    state: 'applied',
    at: new Date('2026-03-29T01:30:00Z'),
    files: [],
  } as const;
  const more = { names: ['a.txt'], refusal: null, actor: '', counts: [], examples: [], merged: null };
  expect(importLine({ ...load, ...more })).toBe('7  2026-03-29 01:30 UTC  psc  appliqué  a.txt');
});
