import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { Structure } from '../structure.js';

/** One version of a structure. */
export interface StructureVersion {
  readonly version: number;
  /** When it began, on the clock of the program. */
  readonly since: Date;
  /** `live`, the load of FINESS that brought it, or `closing-day` when it closed on the day told before. */
  readonly act: string;
  readonly data: Structure;
}

const EVERY = sql`select id, version, since, act, data from structures.structures
  union all select id, version, since, act, data from structures.past`;

/** A structure as it was held at a time; undefined before it was known. In: technical id, time. */
export async function structureAsOf(
  ctx: Pick<Ctx, 'db'>,
  id: string,
  at: Date,
): Promise<Structure | undefined> {
  const found = await one(
    ctx.db,
    sql<{ data: Structure }>`select data from (${EVERY}) v where id = ${id} and since <= ${at}
      order by version desc limit 1`,
  );
  return found?.data;
}

/** Every version of a structure, newest first; empty for an unknown id. */
export function structureHistory(ctx: Pick<Ctx, 'db'>, id: string): Promise<StructureVersion[]> {
  return rows(
    ctx.db,
    sql<StructureVersion>`select version, since, act, data from (${EVERY}) v where id = ${id}
      order by version desc`,
  );
}
