import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { PROJECTION } from '../rules/projection.js';
import { loadsBehind } from './loads-behind.js';

/** People whose entry is missing, older than the register's record or made by older rules, at most `limit`: national identifiers. */
export async function entriesBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  // Those of a load that is on its way come with it, all at once.
  const coming = (await loadsBehind(ctx, 100)).map(Number);
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select c.id_nat "idNat" from registry.current_versions c
      left join directory.entries e on e.id_nat = c.id_nat
      where (coalesce(e.version, 0) < c.version or e.projection < ${PROJECTION})
        and coalesce(c.load, 0) <> all(${coming}::bigint[]) order by c.id_nat limit ${limit}`,
  );
  return found.map((row) => row.idNat);
}
