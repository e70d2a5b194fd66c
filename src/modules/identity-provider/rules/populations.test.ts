import { expect, it } from 'vitest';
import { includedOn, populationOf, populations } from './populations.js';

const working = (...of: [profession: string, category: string][]) => ({
  exercises: of.map(([profession, category]) => ({ profession, category })) as never,
});

it('finds the population of those whose exercises are all of it, and of nobody else', () => {
  expect(populationOf(working(['10', 'E']))?.code).toBe('interns');
  expect(populationOf(working(['99', 'C']))?.code).toBe('roles');
  for (const other of [
    [],
    [['10', 'C']],
    [
      ['10', 'E'],
      ['10', 'C'],
    ],
    [
      ['99', 'C'],
      ['60', 'C'],
    ],
  ] as [string, string][][])
    expect(populationOf(working(...other))).toBeUndefined();
});

it('has each population in or out on any day, never twice', () => {
  for (const population of populations) {
    for (const day of ['2019-01-01', '2021-02-28', '2021-03-01', '2021-03-24', '2026-11-22'])
      expect(population.periods.filter((one) => one === includedOn(population, day))).toHaveLength(1);
  }
  const [interns] = populations;
  if (!interns) throw new Error('no interns');
  expect([includedOn(interns, '2021-02-28')?.included, includedOn(interns, '2021-03-01')?.included]).toEqual([
    false,
    true,
  ]);
});
