import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** People whose copy is missing or older than the directory's entry, at most `limit`: national identifiers. */
export async function copiesBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select c.id_nat "idNat" from directory.current_versions c
      left join identity_provider.people p on p.id_nat = c.id_nat
      where coalesce(p.version, 0) < c.version order by c.id_nat limit ${limit}`,
  );
  return found.map((row) => row.idNat);
}
