import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/connection.js';
import { statement } from '../db/statement.js';

export interface NewJob {
  readonly name: string;
  /** JSON. */
  readonly payload: string;
  /** A job that still waits under the same key is replaced by this one. */
  readonly key: string | null;
}

/** Asks for jobs of reactions, in the caller's transaction. */
export async function addJobs(db: Db, jobs: readonly NewJob[]): Promise<void> {
  await addMissing(db, jobs, (await addTogether(db, newJobs(jobs))).rows);
}

/** What `jobsWords` says of jobs: each array holds one value for each. */
export type NewJobs = { readonly [key in 'names' | 'payloads']: readonly string[] } & {
  readonly keys: readonly (string | null)[];
};

/** The values of jobs, for a statement that has `jobsWords` in it. */
export const newJobs = (jobs: readonly NewJob[]): NewJobs => ({
  names: jobs.map(({ name }) => name),
  payloads: jobs.map(({ payload }) => payload),
  keys: jobs.map(({ key }) => key),
});

/** Jobs that `jobsWords` did not add, by their place; null when there is none. */
export interface NotAdded {
  readonly missing: readonly number[] | null;
}

/**
 * What `graphile_worker.add_job` does for one job, in a fifth of its time, for several: that function plans five statements
 * anew at each call. Words of a `with`, then `addedWords` that say what remains. Nothing is added for a job of a name that
 * no worker knew yet, and where a worker took the waiting job of the same key meanwhile: see `addMissing`.
 */
export const jobsWords = (value: (key: keyof NewJobs) => RawBuilder<unknown>): RawBuilder<never> =>
  sql`asked as (
      select * from unnest(${value('names')}::text[], ${value('payloads')}::text[], ${value('keys')}::text[])
        with ordinality a (name, payload, key, place)),
    begun as (
      update graphile_worker._private_jobs j set key = null, attempts = j.max_attempts, updated_at = now()
      where j.key = any(${value('keys')}::text[]) and j.is_available is not true returning j.id),
    added as (
      insert into graphile_worker._private_jobs as j (task_id, payload, max_attempts, key)
      select t.id, a.payload::json, 12, a.key
      from asked a join graphile_worker._private_tasks t on t.identifier = a.name
      where (select count(*) from begun) >= 0 order by a.place
      on conflict (key) do update set job_queue_id = excluded.job_queue_id, task_id = excluded.task_id,
        payload = excluded.payload, max_attempts = excluded.max_attempts, run_at = excluded.run_at,
        priority = excluded.priority, revision = j.revision + 1, flags = excluded.flags, attempts = 0,
        last_error = null, updated_at = now()
      where j.locked_at is null
      returning j.key, j.task_id),
    count as (select count(*) n from added)`;

/** Wakes the workers. Out: a `NotAdded`. */
export const addedWords: RawBuilder<NotAdded> = sql`select
    (select array_agg(a.place::int - 1) from asked a where not exists (
      select from added d join graphile_worker._private_tasks t on t.id = d.task_id
      where t.identifier = a.name and d.key is not distinct from a.key)) missing,
    case when n > 0 then pg_notify('jobs:insert', json_build_object('r', random(), 'count', n)::text) end
  from count`;

const addTogether = statement<NewJobs, NotAdded>(
  'platform_add_jobs',
  (value) => sql`with ${jobsWords(value)} ${addedWords}`,
);

/** Adds by the function itself the jobs that the short way left out. In: its answer. */
export async function addMissing(
  db: Db,
  jobs: readonly NewJob[],
  [answer]: readonly NotAdded[],
): Promise<void> {
  for (const place of answer?.missing ?? []) {
    const job = jobs[place] as NewJob;
    for (let id: string | null = null; id === null; ) id = (await usual(db, job)).rows[0]?.id ?? null;
  }
}

/**
 * Its id is null when graphile-worker 0.18 dropped the job without a word: a worker took the waiting job of the same key
 * between two statements of add_job. Met under load: a change was committed and nobody carried it on.
 */
const usual = statement<{ [key in keyof NewJob]: NewJob[key] }, { id: string | null }>(
  'platform_add_job',
  (value) => sql`select id from graphile_worker.add_job(identifier => ${value('name')}::text,
    payload => ${value('payload')}::json, job_key => ${value('key')}::text, max_attempts => 12::smallint)`,
);
