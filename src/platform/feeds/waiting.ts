import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { one, rows } from '../db/connection.js';

/** What waits for its date at one reaction. */
export interface Waiting {
  readonly reaction: string;
  readonly subjects: number;
  readonly nextAt: Date;
}

/** What waits for its date, by reaction. */
export function waitingByReaction(ctx: Pick<Ctx, 'db'>): Promise<Waiting[]> {
  return rows(
    ctx.db,
    sql<Waiting>`select reaction, count(*)::int subjects, min(due_at) "nextAt" from platform.due
      group by reaction order by reaction`,
  );
}

/** When each of some subjects is due at a reaction; one that does not wait is absent. */
export async function datesOf(
  ctx: Pick<Ctx, 'db'>,
  reaction: string,
  subjects: readonly string[],
): Promise<Map<string, Date>> {
  const found = await rows(
    ctx.db,
    sql<{ subject: string; at: Date }>`select subject, due_at at from platform.due
      where reaction = ${reaction} and subject = any(${[...subjects]})`,
  );
  return new Map(found.map(({ subject, at }) => [subject, at]));
}

/** The first date up to `until` at which something is due; undefined when nothing is. */
export async function nextDate(ctx: Pick<Ctx, 'db'>, until: Date): Promise<Date | undefined> {
  const found = await one(
    ctx.db,
    sql<{ at: Date }>`select due_at at from platform.due where due_at <= ${until} order by due_at limit 1`,
  );
  return found?.at;
}
