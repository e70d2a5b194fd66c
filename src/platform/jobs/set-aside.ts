import { type RawBuilder, sql } from 'kysely';
import { affected, type Db, rows } from '../db/connection.js';

export interface SetAsideJob {
  readonly id: string;
  readonly task: string;
  /** Whom it was about: at most one national identifier or member, or null for another kind of job. */
  readonly subject: string | null;
  readonly error: string;
  readonly attempts: number;
  readonly createdAt: Date;
  /** When it failed for the last time. */
  readonly failedAt: Date;
}

/**
 * A reaction for one subject is asked for under a key; when it is asked for again while it runs, the key passes to
 * the new job and the old one gets no further attempt (graphile-worker). Should the old one fail, nothing is lost.
 */
const superseded: RawBuilder<boolean> = sql`(j.key is null and json_array_length(p.payload -> 'subjects') = 1)`;

const outOfAttempts = sql`j.attempts >= j.max_attempts and j.locked_at is null`;

/** Jobs that used up their attempts, oldest first, at most `limit`: for the operator. */
export function jobsSetAside(db: Db, limit = 100): Promise<SetAsideJob[]> {
  return rows(
    db,
    sql<SetAsideJob>`select j.id::text, j.task_identifier task, p.payload -> 'subjects' ->> 0 subject,
        coalesce(j.last_error, '') error, j.attempts::int, j.created_at "createdAt", j.updated_at "failedAt"
      from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
      where ${outOfAttempts} and not coalesce(${superseded}, false) order by j.id limit ${limit}`,
  );
}

/** Gives jobs set aside their attempts back, all of them or those named. Out: how many. */
export async function retryJobsSetAside(db: Db, ids?: readonly string[]): Promise<number> {
  const which = ids ? sql`and j.id = any(${[...ids]}::bigint[])` : sql``;
  const again = await rows(
    db,
    sql`select id from graphile_worker.reschedule_jobs(array(select j.id from graphile_worker.jobs j
      join graphile_worker._private_jobs p on p.id = j.id
      where ${outOfAttempts} and not coalesce(${superseded}, false) ${which}), now(), null, 0)`,
  );
  return again.length;
}

/** Forgets failed jobs whose work a later job took over. Out: how many. */
export function forgetSuperseded(db: Db): Promise<number> {
  return affected(
    db,
    sql`delete from graphile_worker._private_jobs p using graphile_worker.jobs j
      where j.id = p.id and ${outOfAttempts} and ${superseded}`,
  );
}
