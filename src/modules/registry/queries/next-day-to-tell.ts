import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';

/**
 * The first civil day after the last one told, and up to `until` (YYYY-MM-DD), on which an exercise, an activity or an
 * authorisation begins, or has just ended; undefined when there is none. See `announceDay`.
 */
export async function nextDayToTell(ctx: Pick<Ctx, 'db'>, until: string): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{ first: string | null; last: string | null }>`select
        min(value ->> 'from') filter (where value ->> 'from' > day::text and value ->> 'from' <= ${until}) as first,
        min(value ->> 'to') filter (where value ->> 'to' >= day::text and value ->> 'to' < ${until}) as last
      from registry.parts, registry.announced_day
      where superseded_at is null and valid_to is null and kind in ('exercise', 'activity', 'authorisation')`,
  );
  const days = [found?.first ?? undefined, found?.last ? dayAfter(found.last) : undefined];
  return days.filter((day) => day !== undefined).sort()[0];
}

function dayAfter(day: string): string | undefined {
  const next = Date.parse(`${day}T00:00:00Z`) + 86_400_000;
  return Number.isNaN(next) ? undefined : new Date(next).toISOString().slice(0, 10);
}
