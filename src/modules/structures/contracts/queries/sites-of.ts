import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { Structure } from '../../structure.js';

/** The open establishments of a legal entity, by name. In: its FINESS number (nine characters). */
export async function sitesOf(ctx: Pick<Ctx, 'db'>, finessLegalEntity: string): Promise<Structure[]> {
  const found = await rows(
    ctx.db,
    sql<{ data: Structure }>`select data from structures.structures
      where terms @@ ${`'e_${finessLegalEntity.toLowerCase().replaceAll("'", '')}'`}::tsquery and active and kind = 'EG'
      order by sort_name, id`,
  );
  return found.map((row) => row.data);
}
