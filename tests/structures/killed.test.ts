import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { lastFinessLoads } from '../../src/modules/structures/index.js';
import { one, rows } from '../../src/platform/db/connection.js';
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

/** Loads a file in another process, killed after some milliseconds. Out: whether it had finished, and how long it ran. */
async function loadAndKill(path: string, after: number): Promise<{ finished: boolean; ms: number }> {
  const script = ['--import=./tests/house/typescript-loader.mjs', '--experimental-transform-types'];
  const child = spawn(process.execPath, [...script, 'tests/structures/load-once.ts', world.url, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, errors] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    said += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    errors += text;
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  if (!said) throw new Error(errors);
  const begun = performance.now();
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  await ended;
  clearTimeout(timer);
  return { finished: said.includes('applied'), ms: performance.now() - begun };
}

it('a process that is killed at any point leaves the old state whole, and the same command finishes', async () => {
  const { ms } = await loadAndKill(world.write('csv', 1, csvText(lines('AVANT'))), 60_000);
  expect(await names()).toEqual(['AVANT']);
  let whole = ['AVANT'];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const name = `N${kill}`;
    const content = csvText(lines(name, COUNT / 25));
    const { finished } = await loadAndKill(
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
}, 180_000);
