import { afterAll, describe, expect, it } from 'vitest';
import { professions } from '../../src/modules/nomenclatures/index.js';
import { NATIONAL_COUNTS } from '../support/national-counts.js';
import { type Line, nationIn } from './files.js';

const SIZE = 20_000;
const nation = nationIn({ people: SIZE, seed: 42, files: ['personne-activite'] });
afterAll(() => nation.clean());

// One line a person: the first, which is of their first profession.
const people = [
  ...new Map(
    nation
      .lines('personne-activite')
      .reverse()
      .map((line) => [line.idNat, line]),
  ).values(),
];
const count = (test: (line: Line) => boolean) => people.filter(test).length;
const doctors = count(({ profession, category }) => profession === '10' && category !== 'E');

describe('the proportions of an invented nation', () => {
  it('count as many people as asked', () => {
    expect(people).toHaveLength(SIZE);
  });

  it.each(NATIONAL_COUNTS)(
    'of profession %s to 230 doctors are those of the national counts',
    (code, thousands) => {
      const expected = (doctors * thousands) / 230;
      const found = count(({ profession, category }) => profession === code && category !== 'E');
      expect(found).toBeGreaterThan(expected * 0.97 - 2);
      expect(found).toBeLessThan(expected * 1.03 + 2);
    },
  );

  it('leave out no profession, count the students and some of the armed forces', () => {
    const absent = professions().filter(
      ({ code, population }) =>
        count(
          ({ profession, category }) =>
            profession === code && (category === 'E') === (population === 'formation'),
        ) === 0,
    );
    expect(absent.map(({ code }) => code)).toEqual([]);
    expect(count(({ category }) => category === 'E') / doctors).toBeCloseTo(40 / 230, 2);
    const military = people.filter(({ category }) => category === 'M');
    expect(military.length).toBeGreaterThan(0);
    expect(new Set(military.map(({ authorities }) => authorities))).toEqual(new Set(['SSA/SSA/SSA']));
  });

  it('spread people over the whole country, cities first', () => {
    const departements = Map.groupBy(people, (line) => line.commune?.slice(0, 2));
    expect(departements.size).toBeGreaterThan(95);
    expect(departements.get('75')?.length ?? 0).toBeGreaterThan(5 * (departements.get('48')?.length ?? 0));
  });
});
