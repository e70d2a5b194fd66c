import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { as, type Ctx, newCorrelation, transaction } from '../../src/platform/context.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { emit, type Reaction } from '../../src/platform/events.js';
import {
  forgetSuperseded,
  jobsSetAside,
  retryJobsSetAside,
  startWorker,
  type Worker,
} from '../../src/platform/jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
let ctx: Ctx;

beforeAll(async () => {
  test = await startTestApp();
  ctx = as(test.app.ctx, 'system', newCorrelation());
});
beforeEach(() => sql`delete from graphile_worker._private_jobs`.execute(ctx.db));
afterAll(() => test.stop());

/** The world in which `test.happened` causes one reaction, under a worker of its own when asked. */
function worldWith(reaction: Reaction) {
  const reactions = { 'test.happened': [reaction] };
  const world: Ctx = { ...ctx, reactions };
  return {
    world,
    happen: (...subjects: string[]) =>
      transaction(world, (tx) =>
        emit(
          tx,
          subjects.map((subject) => ({ type: 'test.happened', subject, version: 1 })),
        ),
      ),
    work: (): Promise<Worker> =>
      startWorker({ ctx: world, url: test.app.databaseUrl, reactions, handlers: [], concurrency: 2 }),
  };
}

const jobs = (task: string) =>
  rows(
    ctx.db,
    sql<{ key: string | null; attempts: number; locked: boolean }>`select key, attempts::int,
      locked_at is not null locked from graphile_worker.jobs where task_identifier = ${task} order by id`,
  );

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

it('asks again when a worker takes the waiting job at the very moment of a change', async () => {
  const { happen } = worldWith({ name: 'test.unserved', run: async () => undefined });
  await happen('P1');
  const worker = new pg.Client({ connectionString: test.app.databaseUrl });
  await worker.connect();
  try {
    // A worker is taking the job: seen by nobody yet, so that add_job finds it free, then waits for the row.
    await worker.query('begin');
    await worker.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w',
      attempts = attempts + 1 where key = 'test.unserved:P1'`);
    const second = happen('P1');
    await expect
      .poll(
        async () =>
          (
            await one(
              ctx.db,
              sql<{ n: number }>`select count(*)::int n from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'`,
            )
          )?.n,
        { interval: 10 },
      )
      .toBe(1);
    await worker.query('commit');
    await second;
  } finally {
    await worker.end();
  }
  expect(await jobs('test.unserved')).toEqual([
    { key: null, attempts: 12, locked: true },
    { key: 'test.unserved:P1', attempts: 0, locked: false },
  ]);
});

it('loses nothing when a job fails after the next one took its place, and forgets the first', async () => {
  const [started, end] = [gate(), gate()];
  let runs = 0;
  const { happen, work } = worldWith({
    name: 'test.overtaken',
    async run() {
      runs += 1;
      if (runs > 1) return;
      started.open();
      await end.opened;
      throw new Error('the first run fails');
    },
  });
  const worker = await work();
  try {
    await happen('P1');
    await started.opened;
    await happen('P1');
    await expect.poll(() => runs).toBe(2);
    end.open();
    await expect.poll(() => jobs('test.overtaken')).toEqual([{ key: null, attempts: 12, locked: false }]);
    expect(await jobsSetAside(ctx.db)).toEqual([]);
    expect(await retryJobsSetAside(ctx.db)).toBe(0);
    expect(await forgetSuperseded(ctx.db)).toBe(1);
    expect(await jobs('test.overtaken')).toEqual([]);
  } finally {
    end.open();
    await worker.stop();
  }
});

it('takes the 499 others of a batch when one cannot be taken, and shows that one to the operator', async () => {
  const taken = new Set<string>();
  let mended = false;
  const { happen, work } = worldWith({
    name: 'test.batch',
    async run(_, subjects) {
      if (subjects.includes('P137') && !mended) throw new Error('P137 cannot be taken');
      for (const subject of subjects) taken.add(subject);
    },
  });
  const worker = await work();
  try {
    await happen(...Array.from({ length: 500 }, (_, n) => `P${n}`));
    await expect.poll(() => taken.size).toBe(499);
    await expect
      .poll(() => jobs('test.batch'))
      .toEqual([{ key: 'test.batch:P137', attempts: 1, locked: false }]);
    // Its other attempts, hours later.
    await sql`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()
      where key = 'test.batch:P137'`.execute(ctx.db);
    await expect.poll(() => jobsSetAside(ctx.db)).toHaveLength(1);
    const [aside] = await jobsSetAside(ctx.db);
    expect(aside).toMatchObject({ task: 'test.batch', subject: 'P137', attempts: 12 });
    expect(aside?.error).toContain('P137 cannot be taken');
    mended = true;
    expect(await retryJobsSetAside(ctx.db, ['0'])).toBe(0);
    expect(await retryJobsSetAside(ctx.db, [aside?.id ?? ''])).toBe(1);
    await expect.poll(() => taken.size).toBe(500);
    expect(await jobsSetAside(ctx.db)).toEqual([]);
  } finally {
    await worker.stop();
  }
});

it('does again what ran when its connections were cut, and nothing waits meanwhile', async () => {
  const started = gate();
  let runs = 0;
  const { happen, work } = worldWith({
    name: 'test.cut',
    async run(world) {
      runs += 1;
      if (runs > 1) return;
      started.open();
      await sql`select pg_sleep(60)`.execute(world.db);
    },
  });
  const worker = await work();
  try {
    await happen('P1');
    await started.opened;
    const asleep = sql<{ n: number }>`select count(*)::int n from pg_stat_activity
      where datname = current_database() and wait_event = 'PgSleep'`;
    await expect.poll(async () => (await one(ctx.db, asleep))?.n).toBe(1);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(ctx.db);
    await expect.poll(() => jobs('test.cut').then((left) => left.length)).toBe(0);
    // Once more when the end of the second run was on a connection that had just been cut: at least once is the promise.
    expect(runs).toBeGreaterThanOrEqual(2);
  } finally {
    await worker.stop();
  }
});
