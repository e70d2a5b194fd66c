import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { hashToken } from '../../../../platform/secrets.js';
import type { Means } from './active-means.js';

/** The e-CPS whose device holds that token, locked ones included; undefined once it ended. */
export function deviceByToken(ctx: Pick<Ctx, 'db'>, token: string): Promise<Means | undefined> {
  return one(
    ctx.db,
    sql<Means>`select id, id_nat as "idNat", state, device_name as "deviceName", platform,
        activated_at as "activatedAt", expires_at as "expiresAt"
      from credentials.ecps where device_token_hash = ${hashToken(token)} and state <> 'ended'`,
  );
}
