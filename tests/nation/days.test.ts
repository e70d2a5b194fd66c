import { afterAll, describe, expect, it } from 'vitest';
import type { FileKind } from '../../src/modules/registry/index.js';
import { nationIn } from './files.js';

const SIZE = 4000;
const DAYS = 6;
const month = nationIn({ people: SIZE, seed: 9, days: DAYS });
afterAll(() => month.clean());

/** All that a file says of each person on a day. */
function peopleOn(kind: FileKind, day: number): Map<string, string> {
  const groups = Map.groupBy(month.lines(kind, day), (line) => line.idNat ?? '');
  return new Map(
    [...groups].map(([id, lines]) => [id, lines.map((line) => Object.values(line).join('|')).join('\n')]),
  );
}

function difference(kind: FileKind, day: number) {
  const [before, after] = [peopleOn(kind, day - 1), peopleOn(kind, day)];
  return {
    created: [...after.keys()].filter((id) => !before.has(id)),
    closed: [...before.keys()].filter((id) => !after.has(id)),
    changed: [...after].filter(([id, text]) => before.has(id) && before.get(id) !== text).map(([id]) => id),
  };
}

describe('the days of an invented nation', () => {
  it('are published one after the other', () => {
    const stamps = [
      ...new Set(month.names.map((name) => name.replaceAll('-', '').match(/\d{12}/)?.[0])),
    ].sort();
    expect(stamps).toEqual(['05', '06', '07', '08', '09', '10'].map((day) => `202601${day}0245`));
    expect(month.names).toHaveLength(8 * DAYS);
  });

  it('change at most five people in a thousand, and hardly fewer', () => {
    let changed = 0;
    for (let day = 1; day < DAYS; day += 1) {
      const today = difference('prosanteconnect', day);
      expect(today.changed.length).toBeLessThanOrEqual(SIZE * 0.005 + 1);
      changed += today.changed.length;
    }
    expect(changed / (DAYS - 1) / SIZE).toBeGreaterThan(0.004);
  });

  it('bring few people and take fewer, far from the threshold of one in a hundred', () => {
    const days = Array.from({ length: DAYS - 1 }, (_, i) => difference('personne-activite', i + 1));
    const created = days.flatMap((one) => one.created);
    const closed = days.flatMap((one) => one.closed);
    expect(created.length).toBeGreaterThan(0);
    expect(closed.length).toBeGreaterThan(0);
    for (const one of days) expect(one.closed.length).toBeLessThan(SIZE * 0.01);
    // Numbers of those who left are never given again.
    const last = peopleOn('personne-activite', DAYS - 1);
    expect(closed.filter((id) => last.has(id))).toEqual([]);
  });

  it('show the open files nothing of a change of contacts', () => {
    const open = new Set(difference('personne-activite', 1).changed);
    const all = new Set(difference('prosanteconnect', 1).changed);
    expect(open.size).toBeGreaterThan(0);
    expect(open.size).toBeLessThan(all.size);
    expect([...open].filter((id) => !all.has(id))).toEqual([]);
  });
});

describe('the bytes of an invented nation', () => {
  it('are the same for the same seed, whatever the number of days or the files asked', () => {
    const again = nationIn({ people: SIZE, seed: 9, days: DAYS });
    const oneDay = nationIn({ people: SIZE, seed: 9, files: ['prosanteconnect', 'personne-activite'] });
    try {
      expect(again.hashes()).toEqual(month.hashes());
      expect(oneDay.hashes()).toHaveLength(2);
      expect(oneDay.hashes().filter((hash) => !month.hashes().includes(hash))).toEqual([]);
    } finally {
      again.clean();
      oneDay.clean();
    }
  });

  it('are others for another seed', () => {
    const other = nationIn({ people: SIZE, seed: 10 });
    try {
      expect(other.hashes().filter((hash) => month.hashes().includes(hash))).toEqual([]);
    } finally {
      other.clean();
    }
  });
});
