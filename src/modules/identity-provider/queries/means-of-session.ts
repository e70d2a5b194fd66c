import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';

/** How the person opened a session that still lives (`authMode`), by its sid; undefined once it is over. */
export async function meansOfSession(ctx: Pick<Ctx, 'db'>, sid: string): Promise<string | undefined> {
  const row = await one(
    ctx.db,
    sql<{ means: string | null }>`select payload -> 'amr' ->> 0 means from identity_provider.artifacts
      where uid = ${sid} and model = 'Session' and expires_at > now()`,
  );
  return row?.means ?? undefined;
}
