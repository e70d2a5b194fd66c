import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** The people whom a load of national files touched last, in the order of their numbers, page after page. */
export async function peopleOfLoad(
  ctx: Pick<Ctx, 'db'>,
  load: number,
  page: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select id_nat "idNat" from registry.current_versions
      where load = ${load} and id_nat > ${page.after} order by id_nat limit ${page.limit}`,
  );
  return found.map((row) => row.idNat);
}
