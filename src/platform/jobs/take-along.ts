import { sql } from 'kysely';
import { z } from 'zod';
import type { Cause } from '../causes.js';
import type { Db } from '../db/connection.js';
import { statement } from '../db/statement.js';

/** What a job of a reaction carries. */
export const reactionPayload = z.object({
  subjects: z.array(z.string()),
  actor: z.string(),
  correlation: z.string(),
  since: z.coerce.date().optional(),
  causes: z.array(z.tuple([z.string(), z.object({ actor: z.string(), correlation: z.string() })])).optional(),
});

export type ReactionPayload = z.infer<typeof reactionPayload>;

/**
 * Jobs taken along at once. Enough for the statements of a batch to count for little beside its people, and few enough for
 * the first of those who wait not to wait for the last.
 */
const MOST = 50;

/**
 * Takes jobs of one reaction that wait for their first attempt, in the caller's transaction: they are done when it
 * commits, and wait as before when it fails. Those that another process is taking are left to it. What was put off
 * counts its delays from a date of its own, and travels alone.
 */
export async function takeAlong(db: Db, reaction: string): Promise<ReactionPayload[]> {
  const { rows: taken } = await takeWaiting(db, { reaction, most: MOST });
  return taken.map(({ payload }) => reactionPayload.parse(payload));
}

const takeWaiting = statement<{ reaction: string; most: number }, { payload: unknown }>(
  'platform_take_along',
  (value) => sql`with waiting as (
      select j.id from graphile_worker._private_jobs j
      where j.task_id = (select id from graphile_worker._private_tasks where identifier = ${value('reaction')})
        and j.is_available and j.attempts = 0 and j.run_at <= now() and j.payload -> 'since' is null
      order by j.priority, j.run_at, j.id limit ${value('most')} for update skip locked)
    delete from graphile_worker._private_jobs j using waiting w where j.id = w.id returning j.payload`,
);

/** Each subject of some jobs with its cause; the cause of the last job where two are about one subject. */
export const causesOf = (jobs: readonly ReactionPayload[]): Map<string, Cause> =>
  new Map(
    jobs.flatMap(({ subjects, actor, correlation, causes }) => {
      const own = new Map(causes);
      return subjects.map((subject) => [subject, own.get(subject) ?? { actor, correlation }] as const);
    }),
  );
