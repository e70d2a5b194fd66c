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
    sql<{ day: string | null }>`with told as (select day from registry.announced_day),
      turns as (
        select value ->> 'from' as day from registry.parts where superseded_at is null and valid_to is null
          and kind in ('exercise', 'activity', 'authorisation') and value ->> 'from' is not null
        union all
        select ((value ->> 'to')::date + 1)::text from registry.parts where superseded_at is null and valid_to is null
          and kind in ('exercise', 'activity', 'authorisation') and value ->> 'to' is not null)
      select min(turns.day) as day from turns, told where turns.day > told.day::text and turns.day <= ${until}`,
  );
  return found?.day ?? undefined;
}
