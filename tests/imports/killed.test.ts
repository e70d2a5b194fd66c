import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { entries } from '../../src/modules/directory/index.js';
import { lastImports, persons } from '../../src/modules/registry/index.js';
import { one } from '../../src/platform/db/connection.js';
import { loadAndKill } from '../support/load-and-kill.js';
import { doctorLine, rpps, writeLines } from './national-files.js';
import { useImports } from './world.js';

const world = useImports();
const PEOPLE = 2000;
const KILLS = 20;

const ids = Array.from({ length: PEOPLE }, (_, rank) => `8${rpps(rank)}`);
const names = async () => {
  const people = await persons(world.ctx, ids);
  return [...new Set([...people.values()].map((person) => person.exercises[0]?.givenName))];
};

const killedAfter = (path: string, ms: number) =>
  loadAndKill('tests/imports/load-once.ts', [world.url, path], ms);

it('a process that is killed at any point leaves the old state whole, and the same command finishes', async () => {
  const lines = ids.map((_, rank) => doctorLine(rank, { givenName: 'AVANT' }));
  const path = writeLines('personne-activite', lines);
  const { ms } = await killedAfter(writeLines('personne-activite', lines.slice(0, 1)), 60_000);
  const { ms: whole } = await timed(path);
  expect(whole).toBeGreaterThan(0);
  let [finished, longest] = [0, ms + whole];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const next = lines.map((line, rank) => (rank < PEOPLE / 25 ? { ...line, givenName: `N${kill}` } : line));
    const before = await names();
    const after = (kill / KILLS) * longest;
    const ended = await killedAfter(writeLines('personne-activite', next, kill + 1), after);
    finished += ended.finished ? 1 : 0;
    // A machine that was busy at the beginning is quicker later: the next kills are to meet it at work.
    if (ended.finished) longest = Math.min(longest, ended.ms);
    const state = await names();
    expect([before.sort(), [`N${kill}`, 'AVANT'].sort()]).toContainEqual(state.sort());
    if (ended.finished) expect(state).toContain(`N${kill}`);
  }
  expect(finished).toBeLessThan(KILLS);
  const last = lines.map((line, rank) => (rank < 10 ? { ...line, givenName: 'APRES' } : line));
  const outcome = await world.load('annuaire', [writeLines('personne-activite', last, 99)]);
  expect(outcome.state).toBe('applied');
  await world.test.settle();
  expect(await names()).toEqual(expect.arrayContaining(['AVANT', 'APRES']));
  expect((await lastImports(world.ctx, 100)).filter((load) => load.state === 'reading')).toEqual([]);
  const left = await one(
    world.ctx.db,
    sql<{ n: number }>`select count(*)::int n from pg_tables where tablename like 'lines\_%'`,
  );
  expect(left?.n).toBe(0);
  const behind = [...(await persons(world.ctx, ids)).values()];
  const copies = await entries(world.ctx, ids);
  expect(behind.filter((person) => copies.get(person.idNat)?.version !== person.version)).toEqual([]);
});

async function timed(path: string): Promise<{ ms: number }> {
  const begun = performance.now();
  await world.load('annuaire', [path]);
  return { ms: performance.now() - begun };
}
