import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** People whose entry is missing or older than the register's record, at most `limit`: national identifiers. */
export async function entriesBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select c.id_nat "idNat" from registry.current_versions c
      left join directory.entries e on e.id_nat = c.id_nat
      where coalesce(e.version, 0) < c.version order by c.id_nat limit ${limit}`,
  );
  return found.map((row) => row.idNat);
}
