import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';

/**
 * The number of the publication that was current just before an instant of the clock: what changed after it changed at
 * that instant or later. 0 before the first one.
 */
export async function publicationBefore(ctx: Pick<Ctx, 'db'>, at: Date): Promise<number> {
  const found = await one(
    ctx.db,
    sql<{ number: number | null }>`select max(number) number from directory.publications
      where at < ${at} and number > 0`,
  );
  return found?.number ?? 0;
}
