import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, hideSmall } from './hide-small.js';
import { ANY, CRITERIA, keyOf, type Told } from './population.js';

/** Every crossing of people who have one situation each. */
function crossings(people: readonly (readonly string[])[]): Cell[] {
  const counts = new Map<string, number>();
  for (const values of people)
    for (let mask = 0; mask < 2 ** CRITERIA.length; mask += 1) {
      const key = values.map((value, i) => ((mask >> i) & 1 ? value : ANY)).join('|');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return [...counts].map(([key, n]) => ({ values: key.split('|'), people: n }));
}

const times = (n: number, ...values: string[]) => Array.from({ length: n }, () => values);
const told = (people: readonly (readonly string[])[]) =>
  new Map(hideSmall(crossings(people)).map((cell) => [cell.asked, cell]));

describe('what may be told of a population', () => {
  it('is each count of five people or more', () => {
    const cells = told([
      ...times(7, '10', 'C', 'CNOM', 'L', '69'),
      ...times(5, '10', 'C', 'CNOM', 'S', '69'),
    ]);
    expect(cells.get(keyOf({}))).toMatchObject({
      people: 12,
      breakdowns: {
        mode: [
          ['L', 7],
          ['S', 5],
        ],
      },
    });
    expect(cells.get(keyOf({ mode: 'S', departement: '69' }))?.people).toBe(5);
  });

  it('leaves out a count of four, and the one that would give it away', () => {
    const cells = told([
      ...times(40, '10', 'C', 'CNOM', 'L', '69'),
      ...times(9, '10', 'C', 'CNOM', 'S', '69'),
      ...times(4, '10', 'C', 'CNOM', 'B', '69'),
    ]);
    expect(cells.get(keyOf({}))?.breakdowns.mode).toEqual([
      ['L', 40],
      ['S', 'masked'],
      ['B', 'few'],
    ]);
    expect(cells.has(keyOf({ mode: 'B' }))).toBe(false);
    expect(cells.has(keyOf({ mode: 'S' }))).toBe(false);
    expect(cells.get(keyOf({ mode: 'L', departement: '69' }))?.people).toBe(40);
  });

  it('is nothing of four people in all', () => {
    expect(hideSmall(crossings(times(4, '10', 'C', 'CNOM', 'L', '69')))).toEqual([]);
    expect(hideSmall([])).toEqual([]);
  });

  it('never lets a hidden count follow from its total, whatever the population', () => {
    const value = (...values: string[]) => fc.constantFrom(...values);
    const person = fc.tuple(
      value('10', '21', '70'),
      value('C', 'M'),
      value('CNOM', 'SSA'),
      value('L', 'S'),
      value('69', '75', ''),
    );
    const group = fc.tuple(person, fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(group, { maxLength: 12 }), (groups) => {
        const people = groups.flatMap(([values, n]) => times(n, ...values));
        const all = new Map(crossings(people).map((cell) => [cell.values.join('|'), cell.people]));
        const cells = told(people);
        for (const { asked, people: total, breakdowns } of cells.values()) {
          expect(total).toBe(all.get(asked));
          expect(total).toBeGreaterThanOrEqual(5);
          for (const name of CRITERIA) {
            const shares = breakdowns[name] ?? [];
            const at = CRITERIA.indexOf(name);
            const finer = (value: string) => asked.split('|').with(at, value).join('|');
            const hidden = shares.filter(([value]) => !cells.has(finer(value)));
            expect(hidden.every(([, n]: readonly [string, Told]) => typeof n === 'string')).toBe(true);
            expect(hidden.length).not.toBe(1);
            const sum = hidden.reduce((n, [value]) => n + (all.get(finer(value)) ?? 0), 0);
            if (hidden.length > 0) expect(sum).toBeGreaterThanOrEqual(5);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
