import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { UNDER_WAY } from '../../../platform/files/alone.js';

/** How the publication that shows a load names it. */
export const originOf = (load: number): string => `import:${load}`;

/** Loads of national files that the register applied and that the directory does not show yet: their numbers. */
export async function loadsBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ id: string }>`select l.id::text from registry.applied_loads l
      where exists (select from registry.current_versions c where c.load = l.id)
        and not exists (select from directory.publications p where p.origin like 'import:%' and p.origin = 'import:' || l.id)
      order by l.id limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/**
 * Whether national files are being read, or are on their way through the copies, or were within the last minute (real time): what
 * reads the whole directory can wait, and would be old before it is told.
 */
export async function isLoadOnItsWay(ctx: Pick<Ctx, 'db'>): Promise<boolean> {
  const read = await one(ctx.db, sql<{ is: boolean }>`select ${UNDER_WAY} "is"`);
  if (read?.is || (await loadsBehind(ctx, 1)).length > 0) return true;
  const lately = await one(
    ctx.db,
    sql`select 1 from directory.publications
      where origin like 'import:%' and recorded_at > now() - interval '1 minute' limit 1`,
  );
  return lately !== undefined;
}

/** Takes hold of a load until the end of the transaction. Out: whether the directory already shows it. */
export async function isShown(ctx: Ctx, load: number): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(727003, ${load})`.execute(ctx.db);
  const found = await one(
    ctx.db,
    sql<{ shown: boolean }>`select exists (
      select from directory.publications where origin like 'import:%' and origin = ${originOf(load)}) shown`,
  );
  return found?.shown ?? false;
}
