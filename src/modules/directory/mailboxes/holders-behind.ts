import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** Holders whose copy of the mailboxes is older than what messaging says, at most `limit`. */
export async function holdersBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ holder: string }>`select c.holder from messaging.current_versions c
        join directory.entries e on e.id_nat = c.holder where e.mailboxes_version < c.version
      union all
      select c.holder from messaging.current_versions c
        left join directory.structure_mailboxes m on m.structure_id = c.holder
        where c.holder ~ '^[A-Z]' and coalesce(m.version, 0) < c.version
      limit ${limit}`,
  );
  return found.map((row) => row.holder);
}
