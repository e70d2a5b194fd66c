import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';

/** A registered service as the protocol needs it. */
export interface Service {
  readonly clientId: string;
  readonly secretHash: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly acrPolicy: 'strict' | 'tolerant';
  readonly requirePkce: boolean;
}

/** The enabled service of that client id. */
export async function service(ctx: Pick<Ctx, 'db'>, clientId: string): Promise<Service | undefined> {
  // Anybody may ask with anything; a database text cannot hold that sign.
  if (clientId.includes('\0')) return undefined;
  return one(
    ctx.db,
    sql<Service>`select client_id as "clientId", secret_hash as "secretHash", name,
        redirect_uris as "redirectUris", post_logout_redirect_uris as "postLogoutRedirectUris",
        acr_policy as "acrPolicy", require_pkce as "requirePkce"
      from identity_provider.services where client_id = ${clientId} and enabled`,
  );
}
