import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import type { ServiceOptions } from '../rules/service-options.js';

/** A registered service as the protocol needs it. */
export interface Service {
  readonly clientId: string;
  /** Of the secrets that are good now; none for a service that proves itself otherwise. */
  readonly secretHashes: readonly string[];
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly acrPolicy: 'strict' | 'tolerant';
  readonly requirePkce: boolean;
  readonly options: ServiceOptions;
}

/** The enabled service of that client id. */
export async function service(ctx: Pick<Ctx, 'db'>, clientId: string): Promise<Service | undefined> {
  // Anybody may ask with anything; a database text cannot hold that sign.
  if (clientId.includes('\0')) return undefined;
  return (await byClientId(ctx.db, { clientId })).rows[0];
}

const byClientId = statement<{ clientId: string }, Service>('psc_service', (value) =>
  serviceRow(value('clientId')),
);

/** The row behind `service`, for a statement that reads more than a service. In: an expression of a client id. */
export function serviceRow(clientId: RawBuilder<unknown>): RawBuilder<Service> {
  return sql<Service>`select client_id as "clientId", name, options, redirect_uris as "redirectUris",
      post_logout_redirect_uris as "postLogoutRedirectUris", acr_policy as "acrPolicy",
      require_pkce as "requirePkce", array(select secret_hash from identity_provider.service_secrets k
        where k.client_id = s.client_id and (k.expires_at is null or k.expires_at > now())) as "secretHashes"
    from identity_provider.services s where client_id = ${clientId} and enabled`;
}
