import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import {
  Logger,
  parseCronItems,
  type Runner,
  run,
  runOnce,
  type Task,
  type WorkerEvents,
} from 'graphile-worker';
import { sql } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { as, type Ctx, newCorrelation } from './context.js';
import { type Db, one, rows } from './db/connection.js';
import type { ReactionTable } from './events.js';

/** A job that is not a reaction: mail to send, a periodic clean-up. */
export interface JobHandler {
  readonly name: string;
  /** When it runs by itself: a cron line in UTC, e.g. `5 * * * *`. One run in all, however many processes. */
  readonly every?: string;
  run(ctx: Ctx, payload: unknown): Promise<void>;
}

const reactionPayload = z.object({
  subjects: z.array(z.string()),
  actor: z.string(),
  correlation: z.string(),
});

/** Asks for a job in the caller's transaction. */
export async function enqueue(ctx: Ctx, name: string, payload: unknown): Promise<void> {
  await sql`select graphile_worker.add_job(identifier => ${name}::text,
    payload => ${JSON.stringify(payload)}::json, max_attempts => 12::smallint)`.execute(ctx.db);
}

function taskList(ctx: Ctx, reactions: ReactionTable, handlers: readonly JobHandler[]): Record<string, Task> {
  const tasks: Record<string, Task> = {};
  for (const reaction of Object.values(reactions).flat()) {
    tasks[reaction.name] = async (raw) => {
      const payload = reactionPayload.parse(raw);
      await reaction.run(as(ctx, payload.actor, payload.correlation), payload.subjects);
    };
  }
  for (const handler of handlers) {
    tasks[handler.name] = (raw) => handler.run(as(ctx, 'system', newCorrelation()), raw);
  }
  return tasks;
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

/**
 * Runs jobs until stopped. A job left locked by a process that died is freed within ten seconds:
 * each process holds an advisory lock, and a lock that nobody holds means that its owner is gone.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const life = await LifeSign.open(options.url);
  await life.freeDeadWorkers();
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked under the name of the pool, not of the worker in it.
  events.on('pool:create', ({ workerPool }) => void life.register(workerPool.id).catch(() => undefined));
  events.on('job:error', ({ job, error }) =>
    options.ctx.log.warn({ job: job.task_identifier, attempts: job.attempts, err: error }, 'job failed'),
  );
  const runner: Runner = await run({
    connectionString: options.url,
    concurrency: options.concurrency ?? 4,
    maxPoolSize: (options.concurrency ?? 4) + 2,
    noHandleSignals: true,
    pollInterval: 1000,
    taskList: taskList(options.ctx, options.reactions, options.handlers),
    parsedCronItems: parseCronItems(
      options.handlers.flatMap(({ name, every }) =>
        every ? [{ task: name, match: every, identifier: name }] : [],
      ),
    ),
    events,
    logger: quiet,
  });
  const sweep = setInterval(() => void life.freeDeadWorkers().catch(() => undefined), 10_000);
  return {
    async stop() {
      clearInterval(sweep);
      await runner.stop();
      await life.close();
    },
  };
}

/** Runs what is ready now, and what that causes, then returns. For tests and one-off commands. */
export async function runPendingJobs(options: Omit<WorkerOptions, 'concurrency'>): Promise<void> {
  await runOnce({
    connectionString: options.url,
    noHandleSignals: true,
    taskList: taskList(options.ctx, options.reactions, options.handlers),
    logger: quiet,
  });
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

export interface SetAsideJob {
  readonly id: string;
  readonly task: string;
  readonly error: string;
  readonly attempts: number;
}

/** Jobs that used up their attempts, for the operator. */
export function jobsSetAside(db: Db): Promise<SetAsideJob[]> {
  return rows(
    db,
    sql<SetAsideJob>`select id::text, task_identifier task, coalesce(last_error, '') error, attempts::int
      from graphile_worker.jobs where attempts >= max_attempts order by id`,
  );
}

/** Gives the jobs set aside their attempts back. */
export async function retryJobsSetAside(db: Db): Promise<void> {
  await sql`select graphile_worker.reschedule_jobs(array(
    select id from graphile_worker.jobs where attempts >= max_attempts), now(), null, 0)`.execute(db);
}

class LifeSign {
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly client: pg.Client,
    private readonly lockKey: bigint,
  ) {}

  static async open(url: string): Promise<LifeSign> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const lockKey = randomBytes(8).readBigInt64BE() / 2n;
    await client.query('select pg_advisory_lock($1)', [lockKey.toString()]);
    return new LifeSign(client, lockKey);
  }

  register(workerId: string): Promise<void> {
    return this.query('insert into platform.workers (worker_id, lock_key) values ($1, $2)', [
      workerId,
      this.lockKey.toString(),
    ]);
  }

  /** One statement after the other: the connection that holds the lock is a single one. */
  private query(text: string, values: readonly string[] = []): Promise<void> {
    const done = this.last.then(async () => {
      await this.client.query(text, [...values]);
    });
    this.last = done.catch(() => undefined);
    return done;
  }

  freeDeadWorkers(): Promise<void> {
    return this.query(`
      with dead as (
        delete from platform.workers w where not exists (
          select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 1
            and ((l.classid::bigint << 32) | l.objid::bigint) = w.lock_key)
        returning worker_id)
      select graphile_worker.force_unlock_workers(array(select worker_id from dead)) where exists (select from dead)`);
  }

  async close(): Promise<void> {
    await this.query('delete from platform.workers where lock_key = $1', [this.lockKey.toString()]);
    await this.client.end();
  }
}
