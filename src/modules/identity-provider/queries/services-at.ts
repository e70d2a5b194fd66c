import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** A service by its public facts. */
export interface ServiceAt {
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
}

/** The enabled services that have a redirect address at that origin (`https://service.example`). */
export function servicesAt(ctx: Pick<Ctx, 'db'>, origin: string): Promise<ServiceAt[]> {
  return rows(
    ctx.db,
    sql<ServiceAt>`select client_id as "clientId", name, redirect_uris as "redirectUris",
        post_logout_redirect_uris as "postLogoutRedirectUris", options->>'backchannelLogoutUri' as "backchannelLogoutUri"
      from identity_provider.services
      where enabled and exists (select from unnest(redirect_uris) uri where starts_with(uri, ${`${origin}/`}))
      order by client_id`,
  );
}
