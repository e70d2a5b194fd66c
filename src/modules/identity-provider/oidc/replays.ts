import { sql } from 'kysely';
import type Provider from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';

/**
 * Lets an assertion or a DPoP proof be used once (RFC 7523 §3, RFC 9449 §11.1), by one statement: the engine looks, then
 * writes, and two parallel requests would both pass.
 */
export function refuseReplays(provider: Provider, ctx: Pick<Ctx, 'db'>): void {
  const model = provider.ReplayDetection as unknown as {
    unique(issuer: string, id: string, expiresAt: number): Promise<boolean>;
  };
  model.unique = async (issuer, id, expiresAt) => {
    const once = sql`insert into identity_provider.artifacts (model, id_hash, payload, expires_at)
      values ('ReplayDetection', ${hashToken(`${issuer}\n${id}`)}, '{}', to_timestamp(${expiresAt}))
      on conflict (model, id_hash) do update set expires_at = excluded.expires_at
      where identity_provider.artifacts.expires_at < now()`;
    return (await affected(ctx.db, once)) === 1;
  };
}
