import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { as, type Ctx, newCorrelation } from '../../src/platform/context.js';
import { one } from '../../src/platform/db/connection.js';
import { enqueue, startWorker } from '../../src/platform/jobs.js';
import { startTestApp } from '../support/app.js';

/** A promise and what ends it. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

it('finds the lock of every running job under a sign of life, and frees it when the sign is gone', async () => {
  const test = await startTestApp();
  const { ctx, databaseUrl } = test.app;
  const [started, end] = [gate(), gate()];
  let runs = 0;
  const handler = {
    name: 'test.slow',
    run: async (_: Ctx) => {
      runs += 1;
      started.open();
      if (runs === 1) await end.opened;
    },
  };
  const world = {
    ctx: as(ctx, 'system', newCorrelation()),
    url: databaseUrl,
    reactions: {},
    handlers: [handler],
  };
  const first = await startWorker({ ...world, concurrency: 1 });
  await enqueue(ctx, 'test.slow', {});
  await started.opened;
  const holder = await one(
    ctx.db,
    sql<{ known: number }>`select count(w.worker_id)::int known from graphile_worker.jobs j
      left join platform.workers w on w.worker_id = j.locked_by where j.task_identifier = 'test.slow'`,
  );
  expect(holder?.known).toBe(1);
  // The process dies: nobody holds the lock that stood for it.
  await sql`update platform.workers w set lock_key = 1 from graphile_worker.jobs j
    where j.locked_by = w.worker_id and j.task_identifier = 'test.slow'`.execute(ctx.db);
  const second = await startWorker({ ...world, concurrency: 1 });
  await expect.poll(() => runs).toBe(2);
  end.open();
  await second.stop();
  await first.stop();
  await test.stop();
});
