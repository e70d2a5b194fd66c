import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import {
  CRITERIA,
  type Criterion,
  countPopulation,
  isLoadOnItsWay,
  type PeopleAsked,
  populationOf,
} from '../../src/modules/directory/index.js';
import { affected } from '../../src/platform/db/connection.js';
import { alone } from '../../src/platform/files/alone.js';
import { useImports } from '../imports/world.js';
import { nationIn } from '../nation/files.js';
import { doctor } from '../registry/people.js';

const nation = nationIn({ people: 4000, seed: 7, files: ['personne-activite'] });
afterAll(() => nation.clean());
const world = useImports();

/** The facts of each person of the file, read without the program. */
const people = Map.groupBy(
  nation.lines('personne-activite').map((line) => ({
    idNat: line.idNat ?? '',
    profession: line.profession ?? '',
    category: line.category ?? '',
    authority: line.authorities?.split('/')[0] || 'ANS',
    mode: line.mode ?? '',
    departement: line.commune?.slice(0, /^9[78]/.test(line.commune) ? 3 : 2) ?? '',
  })),
  (line) => line.idNat,
);

function count(asked: PeopleAsked): number {
  const fits = (line: Record<Criterion, string>) =>
    CRITERIA.every((name) => asked[name] === undefined || line[name] === asked[name]);
  return [...people.values()].filter((lines) => lines.some(fits)).length;
}

const nearest = (n: number) => Math.round(n / 5) * 5;

/** Compares what is told with the file. Out: how many numbers were told. */
async function compare(asked: PeopleAsked): Promise<number> {
  const told = await populationOf(world.ctx, asked);
  if (told?.people === 'few') return 0;
  expect([asked, told?.people]).toEqual([asked, nearest(count(asked))]);
  let numbers = 1;
  for (const name of CRITERIA)
    for (const [value, n] of told?.breakdowns[name] ?? []) {
      const here = { ...asked, [name]: value };
      if (n === 'few') expect([here, count(here) < 5]).toEqual([here, true]);
      else expect([here, n]).toEqual([here, nearest(count(here))]);
      numbers += typeof n === 'number' ? 1 : 0;
    }
  return numbers;
}

beforeAll(async () => {
  await world.load(
    'annuaire',
    nation.names.map((name) => join(nation.folder, name)),
  );
  await world.test.settle();
  await sql`delete from directory.population_state`.execute(world.ctx.db);
  expect(await countPopulation(world.ctx)).toBe(true);
});

describe('the counts of the population', () => {
  it('are those of the file, for each criterion and their crossings, a person counted once in each', async () => {
    expect(await compare({})).toBeGreaterThan(60);
    const all = await populationOf(world.ctx, {});
    for (const name of CRITERIA)
      for (const [value, n] of all?.breakdowns[name] ?? [])
        if (typeof n === 'number' && n > 60) expect(await compare({ [name]: value })).toBeGreaterThan(1);
    expect(await compare({ profession: '10', mode: 'S' })).toBeGreaterThan(5);
    expect(await compare({ profession: '60', category: 'C', mode: 'S', departement: '75' })).toBeGreaterThan(
      0,
    );
  });

  it('tell the same of nobody and of one person', async () => {
    const rare = [...people.values()].flat().find((line) => {
      const { idNat, ...asked } = line;
      return idNat && count(asked) === 1;
    });
    const { idNat, ...one } = rare ?? { idNat: '' };
    expect(idNat).not.toBe('');
    const [few, nobody] = [await populationOf(world.ctx, one), await populationOf(world.ctx, { mode: 'X' })];
    expect(few).toEqual(nobody);
    expect(few).toMatchObject({ people: 'few', breakdowns: {} });
  });

  it('are kept in no place when they are small', async () => {
    expect(await affected(world.ctx.db, sql`delete from directory.population where people < 5`)).toBe(0);
  });

  it('are made anew when the directory has changed, after a rest, and by one of two who count', async () => {
    expect(await countPopulation(world.ctx)).toBe(false);
    // As after a count that took a minute: the rest lasts longer than this test.
    await sql`update directory.population_state set recorded_at = now(), took_ms = 60000`.execute(
      world.ctx.db,
    );
    for (const rank of [1, 2, 3, 4, 5]) await registerMember(world.ctx, doctor(rank));
    await world.test.settle();
    expect(await countPopulation(world.ctx)).toBe(false);
    await sql`update directory.population_state set recorded_at = recorded_at - interval '1 hour'`.execute(
      world.ctx.db,
    );
    const before = await populationOf(world.ctx, { profession: '10' });
    const both = await Promise.all([countPopulation(world.ctx), countPopulation(world.ctx)]);
    expect(both.sort()).toEqual([false, true]);
    const after = await populationOf(world.ctx, { profession: '10' });
    expect(after?.people).toBe(Number(before?.people) + 5);
    expect(after?.publication).toBeGreaterThan(before?.publication ?? 0);
  });

  it('wait for national files that are being read', async () => {
    await sql`update directory.publications set recorded_at = recorded_at - interval '1 hour'
      where recorded_at > now() - interval '5 minutes'`.execute(world.ctx.db);
    expect(await isLoadOnItsWay(world.ctx)).toBe(false);
    const seen = await alone(world.url, Error, () => isLoadOnItsWay(world.ctx));
    expect(seen).toBe(true);
    // The lock leaves with its connection, a moment after.
    await expect.poll(() => isLoadOnItsWay(world.ctx)).toBe(false);
  });
});
