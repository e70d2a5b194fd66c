import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';

/** The session of Pro Santé Connect (`sid`) under which this session token was given; undefined where there is none. */
export async function pscSessionOf(ctx: Pick<Ctx, 'db'>, token: string): Promise<string | undefined> {
  const row = await one(
    ctx.db,
    sql<{
      sid: string | null;
    }>`select psc_sid sid from access.sessions where token_hash = ${hashToken(token)}`,
  );
  return row?.sid ?? undefined;
}
