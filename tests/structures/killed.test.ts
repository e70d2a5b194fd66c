import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { lastFinessLoads } from '../../src/modules/structures/index.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { loadAndKill } from '../support/load-and-kill.js';
import { csvText, pharmacyLine, useFiness } from './finess-files.js';

const world = useFiness();
const COUNT = 4000;
const KILLS = 5;

const lines = (name: string, changed = COUNT) =>
  Array.from({ length: COUNT }, (_, i) => pharmacyLine(i, { rs: i < changed ? name : 'AVANT' }));
const names = async () => {
  const found = await rows(
    world.ctx.db,
    sql<{
      name: string;
    }>`select distinct data ->> 'name' name from structures.structures where kind = 'EG' order by 1`,
  );
  return found.map((row) => row.name);
};

const killedAfter = (path: string, ms: number) =>
  loadAndKill('tests/structures/load-once.ts', [world.url, path], ms);

it('a process that is killed at any point leaves the old state whole, and the same command finishes', async () => {
  const { ms } = await killedAfter(world.write('csv', 1, csvText(lines('AVANT'))), 60_000);
  expect(await names()).toEqual(['AVANT']);
  let whole = ['AVANT'];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const name = `N${kill}`;
    const content = csvText(lines(name, COUNT / 25));
    const { finished } = await killedAfter(
      world.write('csv', 2 + kill, content),
      (ms * (kill + 1)) / (KILLS + 1),
    );
    const now = await names();
    expect([whole, ['AVANT', name]]).toContainEqual(now);
    if (finished) expect(now).toContain(name);
    whole = now;
  }
  const last = await world.load('csv', 20, csvText(lines('APRES', COUNT / 25)));
  expect(last.state).toBe('applied');
  expect(await names()).toEqual(['APRES', 'AVANT']);
  const loads = await lastFinessLoads(world.ctx, 100);
  expect(loads.filter((load) => load.state === 'reading')).toEqual([]);
  const left = await one(
    world.ctx.db,
    sql<{ n: number }>`select count(*)::int n from pg_tables where tablename ~ '^records_'`,
  );
  expect(left?.n).toBe(0);
});
