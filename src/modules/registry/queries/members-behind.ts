import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** Files of authorities with a validated version that the register has not read, at most `limit`: member ids. */
export async function membersBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ id: string }>`select c.member_id id from authorities.current_versions c
      left join registry.memberships m on m.member_id = c.member_id
      where m.refusal is null and coalesce(m.applied, 0) < c.version order by c.member_id limit ${limit}`,
  );
  return found.map((row) => row.id);
}
