import { sql } from 'kysely';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';

/** Codes of OAuth 2.0, OpenID Connect and CIBA; anything else is none of ours. */
const CODE = /^[a-z_]{3,60}$/;

/** Counts, by service and day, what the protocol refused, so that its owner sees what goes wrong. Nobody is named. */
export function noteErrors(provider: Provider, ctx: Pick<Ctx, 'db' | 'log'>): void {
  const note = (koa: KoaContextWithOIDC, { error }: { error?: string }) => {
    const clientId = koa.oidc?.client?.clientId;
    // The person has not signed in yet, or the phone has not answered yet: nothing went wrong.
    if (!clientId || !error || !CODE.test(error) || EXPECTED.has(error)) return;
    sql`insert into identity_provider.daily_errors (day, client_id, error)
      values ((now() at time zone 'Europe/Paris')::date, ${clientId}, ${error})
      on conflict (client_id, day, error) do update set number = identity_provider.daily_errors.number + 1`
      .execute(ctx.db)
      .catch((cause: unknown) => ctx.log.warn({ err: cause }, 'a protocol error was not counted'));
  };
  provider.on('authorization.error', note);
  provider.on('pushed_authorization_request.error', note);
  provider.on('grant.error', note);
}

const EXPECTED = new Set(['authorization_pending', 'slow_down', 'login_required', 'interaction_required']);
