import { randomBytes } from 'node:crypto';
import { type Line, openLine } from '../db/line.js';

/** Longer than a worker takes to register itself. */
const STRANGER_SECONDS = 20;

/**
 * What says that the workers of this process live: an advisory lock on a connection of its own. A lock that nobody
 * holds means that its owner is gone, killed or cut off, and that its jobs are free.
 */
export class LifeSign {
  private last: Promise<void> = Promise.resolve();
  private readonly lockKey = randomBytes(8).readBigInt64BE() / 2n;

  private constructor(private readonly line: Line) {}

  static async open(url: string): Promise<LifeSign> {
    const sign = new LifeSign(await openLine(url));
    await sign.query('select pg_advisory_lock($1)', [sign.lockKey.toString()]);
    return sign;
  }

  /** Resolves when nothing says any more that this process lives: its jobs will be given to others. */
  get gone(): Promise<void> {
    return this.line.gone;
  }

  register(workerId: string): Promise<void> {
    return this.query('insert into platform.workers (worker_id, lock_key) values ($1, $2)', [
      workerId,
      this.lockKey.toString(),
    ]);
  }

  /** Frees the jobs of dead workers, and of those that died before they had registered. */
  freeDeadWorkers(): Promise<void> {
    return this.query(`
      with dead as (
        delete from platform.workers w where not exists (
          select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 1
            and ((l.classid::bigint << 32) | l.objid::bigint) = w.lock_key)
        returning worker_id),
      strangers as (
        select distinct locked_by worker_id from graphile_worker.jobs j
        where j.locked_at < now() - interval '${STRANGER_SECONDS} seconds'
          and not exists (select from platform.workers w where w.worker_id = j.locked_by)),
      gone as (select worker_id from dead union select worker_id from strangers)
      select graphile_worker.force_unlock_workers(array(select worker_id from gone)) where exists (select from gone)`);
  }

  async close(): Promise<void> {
    await this.query('delete from platform.workers where lock_key = $1', [this.lockKey.toString()]).catch(
      () => undefined,
    );
    await this.line.close();
  }

  /** One statement after the other: the connection that holds the lock is a single one. */
  private query(text: string, values: readonly string[] = []): Promise<void> {
    const done = this.last.then(async () => {
      await this.line.client.query(text, [...values]);
    });
    this.last = done.catch(() => undefined);
    return done;
  }
}
