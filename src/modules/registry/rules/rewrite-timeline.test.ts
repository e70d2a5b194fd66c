import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewriteTimeline, type TimelineRow } from './rewrite-timeline.js';

type Row = TimelineRow<string>;
const at = (n: number) => new Date(n * 1000);
const row = (value: string, from: number, to?: number): Row => ({
  value,
  validFrom: at(from),
  validTo: to === undefined ? null : at(to),
});
const same = (a: string, b: string) => a === b;
const rewrite = (rows: Row[], value: string | undefined, from: number) =>
  rewriteTimeline(rows, value, at(from), same);

const apply = (rows: Row[], value: string | undefined, from: number): Row[] => {
  const { supersede, insert } = rewrite(rows, value, from);
  return [...rows.filter((one) => !supersede.includes(one)), ...insert];
};
const valueAt = (rows: Row[], n: number) =>
  rows
    .filter((one) => one.validFrom <= at(n) && (one.validTo === null || at(n) < one.validTo))
    .map((one) => one.value);

describe('rewriting the timeline of a part', () => {
  it('begins with the first value', () => {
    expect(rewrite([], 'a', 10)).toEqual({ supersede: [], insert: [row('a', 10)] });
  });

  it('ends the former value where the new one begins', () => {
    const old = row('a', 10);
    expect(rewrite([old], 'b', 20)).toEqual({ supersede: [old], insert: [row('a', 10, 20), row('b', 20)] });
  });

  it('writes nothing when nothing changes', () => {
    expect(rewrite([row('a', 10)], 'a', 20)).toEqual({ supersede: [], insert: [] });
    expect(rewrite([], undefined, 20)).toEqual({ supersede: [], insert: [] });
  });

  it('ends a part, and can begin it again', () => {
    const old = row('a', 10);
    expect(rewrite([old], undefined, 20)).toEqual({ supersede: [old], insert: [row('a', 10, 20)] });
    expect(rewrite([row('a', 10, 20)], 'a', 30)).toEqual({ supersede: [], insert: [row('a', 30)] });
  });

  it('corrects back in time: what came later gives way', () => {
    const rows = [row('a', 10, 20), row('b', 20)];
    expect(rewrite(rows, 'c', 15)).toEqual({ supersede: rows, insert: [row('a', 10, 15), row('c', 15)] });
    expect(rewrite(rows, 'c', 5)).toEqual({ supersede: rows, insert: [row('c', 5)] });
    expect(rewrite(rows, 'a', 15)).toEqual({ supersede: rows, insert: [row('a', 10)] });
  });

  it('never says two things of one instant, and keeps what was true before the change', () => {
    const change = fc.record({
      value: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
      from: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), change, (earlier, last) => {
        const rows = earlier.reduce<Row[]>((held, one) => apply(held, one.value, one.from), []);
        const result = apply(rows, last.value, last.from);
        for (let n = 0; n <= 22; n += 1) {
          const expected = n < last.from ? valueAt(rows, n) : [last.value].filter((v) => v !== undefined);
          expect(valueAt(result, n)).toEqual(expected);
        }
      }),
    );
  });
});
