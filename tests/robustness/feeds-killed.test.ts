import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { testDatabase } from '../support/database.js';
import { compiled, ownPorts, type Running, startProgram } from './program.js';

const PEOPLE = 40;
/** Milliseconds after which the program that moves the clock is killed: before, amid and between the stops. */
const KILLS = [60, 250, 600, 1100];

let program: ReturnType<typeof compiled>;
let steady: Running;
let env: Record<string, string>;
let db: pg.Client;

beforeAll(async () => {
  program = compiled();
  const url = await testDatabase();
  const ports = await ownPorts();
  env = { DATABASE_URL: url, ESCULAPE_ORIGIN: `http://localhost:${ports.PORT}` };
  steady = await startProgram(program.main, { ...ports, ...env });
  db = new pg.Client({ connectionString: url });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await steady?.stop();
  program?.remove();
});

const put = async (at: Running, path: string, body: unknown) =>
  (
    await fetch(`${at.origin}/sandbox/api/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json();

const count = async (query: string): Promise<number> =>
  (await db.query<{ n: number }>(`select count(*)::int n from ${query}`)).rows[0]?.n ?? -1;

it('loses nothing and does nothing twice when the program that moves the clock is killed on its way', async () => {
  await put(steady, 'rhythms', { rhythm: 'national' });
  const story = new Story(steady.origin);
  const bearer = await story.agentBearer('CNOM');
  for (const after of KILLS) {
    await db.query('truncate platform.events');
    const before = await count('identity_provider.people');
    for (let n = 0; n < PEOPLE; n += 1) await story.register('CNOM', doctor(), bearer);
    expect(await count('platform.due')).toBe(PEOPLE);
    const { now } = (await (await fetch(`${steady.origin}/sandbox/api/clock`)).json()) as { now: string };
    const end = new Date(Date.parse(now) + 49 * 3_600_000).toISOString();

    const doomed = await startProgram(program.main, { ...(await ownPorts()), ...env });
    const moved = put(doomed, 'clock', { now: end }).catch(() => undefined);
    await sleep(after);
    await doomed.kill();
    await moved;

    await put(steady, 'clock', { now: end });
    await expect.poll(() => count('identity_provider.people'), { interval: 100 }).toBe(before + PEOPLE);
    expect(await count('platform.due')).toBe(0);
    for (const type of ['directory.person-published', 'identity-provider.person-updated'])
      expect([type, await count(`platform.events where type = '${type}'`)]).toEqual([type, PEOPLE]);
  }
});
