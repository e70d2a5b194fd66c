import { describe, expect, it } from 'vitest';
import { persons, releaseImport } from '../../src/modules/registry/index.js';
import { type Damage, DamagedLines, waitingClosures } from '../../src/platform/files/damaged-lines.js';
import { doctorLine, fileText, type Line, rpps, write } from './national-files.js';
import { counted, useImports } from './world.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;
const person = async (rank: number) => (await persons(world.ctx, [idNat(rank)])).get(idNat(rank));
const hundred = Array.from({ length: 100 }, (_, rank) => doctorLine(rank));
const second = doctorLine(20, { structure: 'F990000036', finess: '990000036' });
const all = [...hundred, second];
const without = (lines: readonly Line[], ...ranks: number[]) =>
  lines.filter((line) => !ranks.some((rank) => line.idNat === idNat(rank)));

/** Lines that a reader cannot give to anybody, made from a sound one, with its end. */
const textOf = (line: Line) => fileText('personne-activite', [line]).split('\n')[1] ?? '';
const unreadable: readonly [what: string, line: Buffer | string][] = [
  [
    'the number is another one, whose key is wrong',
    textOf(doctorLine(10)).replaceAll(rpps(10), `${rpps(10).slice(0, 10)}${(Number(rpps(10)[10]) + 1) % 10}`),
  ],
  ['the number is gone', textOf(doctorLine(10, { idNat: '', number: '' }))],
  ['the line has no beginning', textOf(doctorLine(10)).slice(30)],
  ['the line is one cell', 'ligne'],
  ['the line is of a megabyte', 'A'.repeat(1_000_000)],
  ['the line is nothing but zeros', '\0'.repeat(300)],
  ['the line is in another encoding', Buffer.from(textOf(doctorLine(10, { name: 'ÉÀÜ' })), 'latin1')],
];

let day = 0;
function load(lines: readonly Line[], damaged: readonly (Buffer | string)[] = [], more = {}) {
  day += 1;
  const ended = damaged.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]);
  const content = Buffer.concat([Buffer.from(fileText('personne-activite', lines)), ...ended]);
  return world.load('annuaire', [write('personne-activite', content, day)], more);
}
const places = async (rank: number) =>
  (await person(rank))?.exercises.flatMap((one) => one.activities).length ?? 0;

describe('a line of which nobody can say whom it is about', () => {
  it.each(unreadable)('closes nobody and takes no place away: %s', async (_, line) => {
    expect((await load(all)).state).toBe('applied');
    const told = without(hundred, 10, 11).map((one, rank) => (rank === 0 ? { ...one, name: 'AUTRE' } : one));
    const applied = await load([...told, doctorLine(600)], [line]);
    expect([applied.state, applied.files[0]?.rejected, applied.files[0]?.nameless]).toEqual([
      'applied',
      1,
      1,
    ]);
    expect(counted(applied)).toMatchObject({ kept: 2, updated: 1, created: 1 });
    for (const rank of [10, 11, 600]) expect(await person(rank)).toMatchObject({ state: 'active' });
    expect(await person(0)).toMatchObject({ exercises: [{ name: 'AUTRE' }] });
    expect(await places(20)).toBe(2);
  });

  it('lets the next sound file close those who waited', async () => {
    await load(all);
    await load(without(hundred, 10), ['ligne']);
    expect([await places(20), (await person(10))?.state]).toEqual([2, 'active']);
    const sound = await load(without(hundred, 10));
    expect(counted(sound)).toMatchObject({ closed: 1, updated: 1 });
    expect([await places(20), (await person(10))?.state]).toEqual([1, 'closed']);
  });

  it('lets them be closed by the same file once somebody has read its rejects', async () => {
    await load(all);
    expect(counted(await load(without(all, 12), ['ligne']))).toMatchObject({ kept: 1 });
    const closed = await load(without(all, 12), ['ligne'], { closeAbsent: true });
    expect(closed.files[0]?.nameless).toBeUndefined();
    expect(counted(closed)).toMatchObject({ closed: 1 });
    expect(await person(12)).toMatchObject({ state: 'closed' });
  });

  it('keeps them also where the load waits for a decision, and is released', async () => {
    await load(all);
    const held = await load(
      without(all, 13).map((line) => ({ ...line, name: 'TOUS' })),
      ['ligne'],
    );
    expect(held.state).toBe('held');
    expect(counted(await releaseImport(world.ctx, world.url, held.id))).toMatchObject({ kept: 1 });
    expect(await person(13)).toMatchObject({ state: 'active' });
  });

  it('is not one that is blank', async () => {
    const back = await load(all);
    await releaseImport(world.ctx, world.url, back.id);
    const applied = await load(without(all, 14), ['', '\r']);
    expect([applied.files[0]?.rejected, counted(applied).closed]).toEqual([2, 1]);
  });
});

describe('what the rejected lines of a file leave unsaid', () => {
  it('is whom they name, and how many name nobody', () => {
    const lines = new DamagedLines();
    for (const named of [['b'], [], ['a', 'b'], []]) lines.add('55 colonnes au lieu de 56', named);
    lines.add('ligne vide', []);
    expect(lines.damage()).toEqual({ leftAlone: ['a', 'b'], nameless: 2 });
    expect(lines.damage(true)).toEqual({ leftAlone: ['a', 'b'] });
    expect(new DamagedLines().damage()).toEqual({});
  });

  it('is told in a sentence where closures wait', () => {
    const told = (damage: Damage) => waitingClosures(damage).join();
    expect(told({ leftAlone: ['a'] })).toBe('');
    expect(told({ nameless: 1 })).toMatch(/^1 ligne rejetée ne dit pas de qui elle parle : .* reste ouvert/);
    expect(told({ nameless: 2 })).toMatch(/^2 lignes rejetées ne disent pas de qui elles parlent : /);
  });
});
