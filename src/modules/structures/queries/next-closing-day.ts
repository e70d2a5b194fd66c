import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';

/** The first civil day up to `until` (YYYY-MM-DD) on which a structure closes; undefined when none does. */
export async function nextClosingDay(ctx: Pick<Ctx, 'db'>, until: string): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{
      day: string | null;
    }>`select min(data ->> 'closedOn') "day" from structures.structures, structures.announced_day a
      where active and data ->> 'closedOn' > a.day::text and data ->> 'closedOn' <= ${until}`,
  );
  return found?.day ?? undefined;
}
