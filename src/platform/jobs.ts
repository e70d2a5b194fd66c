import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, type Runner, run, runOnce, type WorkerEvents } from 'graphile-worker';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Ctx } from './context.js';
import { type Db, one, openPool } from './db/connection.js';
import type { ReactionTable } from './events.js';
import { LifeSign } from './jobs/life-sign.js';
import { type JobHandler, taskList } from './jobs/task-list.js';

export { forgetSuperseded, jobsSetAside, retryJobsSetAside, type SetAsideJob } from './jobs/set-aside.js';
export type { JobHandler } from './jobs/task-list.js';

/** Asks for a job in the caller's transaction. */
export async function enqueue(ctx: Ctx, name: string, payload: unknown): Promise<void> {
  await sql`select graphile_worker.add_job(identifier => ${name}::text,
    payload => ${JSON.stringify(payload)}::json, max_attempts => 12::smallint)`.execute(ctx.db);
}

const quiet = new Logger(() => () => undefined);

export interface Worker {
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly ctx: Ctx;
  /** A direct connection string: the worker listens, which a transaction pooler does not carry. */
  readonly url: string;
  readonly reactions: ReactionTable;
  readonly handlers: readonly JobHandler[];
  readonly concurrency?: number;
}

const CONCURRENCY = 4;
const SWEEP_MS = 5000;
const RETRY_MS = 500;

/**
 * Runs jobs until stopped, over any loss of the database. A job left locked by a process that died, or that was cut
 * off, is freed within ten seconds. Throws when the database cannot be reached at the start.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  let shift: Shift | undefined = await beginShift(options);
  let wake: () => void = () => undefined;
  const stopped = new Promise<true>((resolve) => {
    wake = () => resolve(true);
  });
  const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), RETRY_MS).unref());
  const relay = async () => {
    for (;;) {
      if (await Promise.race([stopped, shift ? shift.over.then(() => false) : pause()])) return;
      if (shift) options.ctx.log.warn('the worker lost its database');
      // What it was doing fails or ends by itself, and may be done again: reactions are harmless when repeated.
      void shift?.abandon();
      shift = await beginShift(options).catch(() => undefined);
      if (shift) options.ctx.log.warn('the worker found its database again');
    }
  };
  const relaying = relay();
  return {
    async stop() {
      wake();
      await relaying;
      await shift?.end();
    },
  };
}

/** A worker under one sign of life: it ends with it. */
interface Shift {
  readonly over: Promise<void>;
  /** Lets running jobs end. */
  end(): Promise<void>;
  abandon(): Promise<void>;
}

async function beginShift(options: WorkerOptions): Promise<Shift> {
  const life = await LifeSign.open(options.url);
  const pool = openPool(options.url, (options.concurrency ?? CONCURRENCY) + 2);
  const sweep = setInterval(() => void life.freeDeadWorkers().catch(() => undefined), SWEEP_MS);
  try {
    await life.freeDeadWorkers();
    const runner = await startRunner(options, life, pool);
    const ended = runner.promise.catch(() => undefined);
    return {
      over: Promise.race([life.gone, ended]),
      async end() {
        clearInterval(sweep);
        await runner.stop().catch(() => undefined);
        await pool.end();
        await life.close();
      },
      async abandon() {
        clearInterval(sweep);
        await life.close();
        await runner.kill().catch(() => undefined);
        await pool.end();
      },
    };
  } catch (error) {
    clearInterval(sweep);
    await pool.end();
    await life.close();
    throw error;
  }
}

function startRunner(options: WorkerOptions, life: LifeSign, pgPool: pg.Pool): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked under the name of the pool, not of the worker in it.
  events.on('pool:create', ({ workerPool }) => void life.register(workerPool.id).catch(() => life.close()));
  events.on('job:error', ({ job, error }) =>
    options.ctx.log.warn({ job: job.task_identifier, attempts: job.attempts, err: error }, 'job failed'),
  );
  return run({
    // A pool of ours: graphile-worker 0.18 closes its own without listening to errors, which ends the process.
    pgPool,
    concurrency: options.concurrency ?? CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1000,
    // Without a delay nobody waits for these statements, and one that fails ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: taskList(options.ctx, options.reactions, options.handlers),
    parsedCronItems: parseCronItems(
      options.handlers.flatMap(({ name, every }) =>
        every ? [{ task: name, match: every, identifier: name, options: oneAtATime(name) }] : [],
      ),
    ),
    events,
    logger: quiet,
  });
}

/**
 * One run of a periodic job goes on, and at most one waits. Met during a first load of two million lines: each run of the
 * catch-up waited for its tables, and all of them went off together when it was over.
 */
const oneAtATime = (name: string) => ({ queueName: name, jobKey: name });

/** Runs what is ready now, and what that causes, then returns. For tests and one-off commands. */
export async function runPendingJobs(options: Omit<WorkerOptions, 'concurrency'>): Promise<void> {
  await runOnce({
    connectionString: options.url,
    noHandleSignals: true,
    taskList: taskList(options.ctx, options.reactions, options.handlers),
    logger: quiet,
  });
}

/** Whether a job of one of some names runs now. */
export async function isRunning(db: Db, names: readonly string[]): Promise<boolean> {
  const running = sql`select from graphile_worker.jobs
    where locked_at is not null and task_identifier = any(${[...names]}) limit 1`;
  return (await one(db, running)) !== undefined;
}

/** Waits until no job is ready or running; false when that takes longer than `timeoutMs`. */
export async function settled(db: Db, timeoutMs = 30_000): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const waiting = await one(
      db,
      sql<{ n: number }>`select count(*)::int n from graphile_worker.jobs
        where attempts < max_attempts and (locked_at is not null or (run_at <= now() and attempts = 0))`,
    );
    if ((waiting?.n ?? 0) === 0) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
