import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPidFile } from '../../src/platform/db/embedded/live.js';
import { startEmbedded } from '../../src/platform/db/embedded.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { advance, load, type Professional } from './load.js';
import { compiled, ownPorts, type Running, startProgram } from './program.js';
import { chainSettled, expectWhole } from './whole.js';

/** After how many milliseconds of load the program is killed, and whether its database is killed with it. */
const KILLS = [
  { after: 240, database: false },
  { after: 910, database: false },
  { after: 530, database: true },
  { after: 1370, database: false },
  { after: 80, database: false },
  { after: 700, database: true },
];

const dataDir = mkdtempSync(join(tmpdir(), 'esculape-killed-'));
let program: ReturnType<typeof compiled>;
let running: Running;
let env: Record<string, string>;
/** Those whom every test registers for its own needs. */
const registered: Professional[] = [];

beforeAll(async () => {
  chmodSync(dataDir, 0o711);
  program = compiled();
  env = { ...(await ownPorts()), DATA_DIR: dataDir };
  running = await startProgram(program.main, env);
});

afterAll(async () => {
  await running?.stop();
  // A test that failed may leave the database of a killed program.
  await (await startEmbedded({ dataDir })).stop();
  program?.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Programs of the authority that write at once. */
const WRITERS = 4;

interface Holder {
  readonly rpps: string;
  readonly idNat: string;
  readonly phone: string;
}

/** Somebody with a phone for each break: a sign-in that was cut stays on the phone for a while. */
async function holders(story: Story, bearer: string, count: number): Promise<Holder[]> {
  const made: Holder[] = [];
  for (let n = 0; n < count; n += 1) {
    const { rpps, idNat } = await story.register('CNOM', doctor(), bearer);
    made.push({ rpps, idNat, phone: (await story.phone(idNat)).id });
  }
  return made;
}

/** Signs in again and again, as another person after each break. Out: how many times it went well. */
async function signInOften(story: Story, people: readonly Holder[], stop: AbortSignal): Promise<number> {
  let done = 0;
  for (const { idNat, phone } of people) {
    try {
      while (!stop.aborted) {
        await story.signIn(idNat, phone);
        done += 1;
      }
    } catch {
      // Killed in the middle: the next person comes when the program is back.
      await expect
        .poll(() =>
          fetch(`${story.origin}/healthz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        )
        .toBe(true);
    }
  }
  return done;
}

it('starts its own database again when that alone is killed, and works on', async () => {
  const story = new Story(running.origin);
  const bearer = await story.agentBearer('CNOM');
  const status = () => fetch(`${running.origin}/healthz`).then((answer) => answer.status);
  for (let round = 0; round < 2; round += 1) {
    const postmaster = () => readPidFile(join(dataDir, 'postgres'))?.pid ?? 0;
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => [0, killed].includes(postmaster())).toBe(false);
    await expect.poll(status).toBe(200);
    const { idNat } = await story.register('CNOM', doctor(), bearer);
    await expect
      .poll(() => fetch(`${running.origin}/portail-psc/api/${idNat}`).then((answer) => answer.status))
      .toBe(200);
    registered.push({ rpps: idNat.slice(1), version: 1 });
  }
});

it('loses no acknowledged change, does none twice and skips no hop when it is killed by -9 under load', async () => {
  const story = new Story(running.origin);
  const bearer = await story.agentBearer('CNOM');
  const [last, ...signers] = await holders(story, bearer, KILLS.length + 2);
  if (!last) throw new Error('nobody to sign in');
  const stop = new AbortController();
  const busy = load(() => running.origin, WRITERS, bearer, stop.signal);
  busy.catch(() => undefined);
  const signIns = signInOften(story, signers, stop.signal);

  for (const { after, database } of KILLS) {
    await sleep(after);
    const postmaster = readPidFile(join(dataDir, 'postgres'))?.pid ?? 0;
    await running.kill();
    if (database) process.kill(postmaster, 'SIGKILL');
    running = await startProgram(program.main, env);
  }
  await sleep(500);
  stop.abort();
  const people = await busy;
  expect(await signIns).toBeGreaterThan(0);

  for (const who of people) {
    const request = who.pending;
    if (!request) continue;
    const answer = await advance(running.origin, who, bearer);
    who.pending = request;
    expect(await advance(running.origin, who, bearer)).toBe(answer);
  }
  // How many depends on the machine; with none of each writer, nothing would have been tried.
  expect(people.length).toBeGreaterThanOrEqual(WRITERS);
  const { url } = JSON.parse(readFileSync(join(dataDir, 'connection.json'), 'utf8')) as { url: string };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await chainSettled(client);
    await expectWhole(client, [
      ...registered,
      ...[last, ...signers].map(({ rpps }) => ({ rpps, version: 1 })),
      ...people,
    ]);
  } finally {
    await client.end();
  }
  const { tokens } = await story.signIn(last.idNat, last.phone);
  expect((await story.userinfo(tokens.access_token ?? '')).SubjectNameID).toBe(last.idNat);
  expect(running.errors()).toBe('');
  expect(await running.stop()).toBe(0);
});
