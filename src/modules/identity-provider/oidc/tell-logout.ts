import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type Provider from 'oidc-provider';
import { z } from 'zod';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { callOutside } from '../../../platform/http/outgoing.js';
import type { JobHandler } from '../../../platform/jobs.js';
import { askToTell, TELL_LOGOUT } from '../actions/end-session.js';
import { service } from '../queries/service.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { personByAccount } from '../store.js';
import { subjectOf } from './account.js';
import { REALM_PATH } from './realm.js';
import { statementSigner } from './sign-statement.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const TOKEN_SECONDS = 120;

const notice = z.object({ clientId: z.string(), sid: z.string() });

/**
 * Tells one service that a session is over (OpenID Connect Back-Channel Logout 1.0 §2.5). Tried again until the service
 * takes it, or until the session would have been over by itself; nobody who signs out waits for it.
 */
export const tellLogout: JobHandler = {
  name: TELL_LOGOUT,
  async run(ctx, payload) {
    const { clientId, sid } = notice.parse(payload);
    const open = await one(
      ctx.db,
      sql<{ accountId: string }>`select account_id "accountId" from identity_provider.logout_notices
        where client_id = ${clientId} and sid = ${sid} and told_at is null
          and asked_at > now() - make_interval(secs => ${LIFETIMES.session})`,
    );
    const uri = (await service(ctx, clientId))?.options.backchannelLogoutUri;
    if (!open || !uri) return;
    const failure = await call(ctx, uri, await logoutToken(ctx, { clientId, sid, ...open }));
    await sql`update identity_provider.logout_notices set attempts = attempts + 1, failure = ${failure},
        told_at = ${failure === null ? new Date() : null}
      where client_id = ${clientId} and sid = ${sid}`.execute(ctx.db);
    if (failure !== null) throw new Error(`service ${clientId} was not told of a logout: ${failure}`);
  },
};

/** The engine ends a session by itself when somebody else signs in on the same browser: jobs of ours tell it then too. */
export function tellByJobs(provider: Provider, ctx: Ctx): void {
  const client = provider.Client.prototype as unknown as Record<string, unknown>;
  client.backchannelLogout = function tell(this: { clientId: string }, accountId: string, sid: string) {
    return askToTell(ctx, { clientId: this.clientId, sid, accountId });
  };
}

/** Forgets notices older than a month, and visits older than thirteen: a year can be compared with the one before. */
export async function forgetOldNotices(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from identity_provider.visits where at < now() - interval '13 months'`.execute(ctx.db);
  await sql`delete from identity_provider.logout_notices where asked_at < now() - interval '31 days'`.execute(
    ctx.db,
  );
}

async function call(ctx: Ctx, uri: string, token: string): Promise<string | null> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ logout_token: token })),
  };
  try {
    const { status } = await callOutside(uri, request, ctx.config.outgoingAllowed);
    return status === 200 || status === 204 ? null : `HTTP ${status}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** §2.4: no nonce, an event, and the session besides the subject. */
async function logoutToken(
  ctx: Ctx,
  about: { clientId: string; sid: string; accountId: string },
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const sign = await statementSigner(ctx);
  return sign('logout+jwt', {
    iss: ctx.config.origin + REALM_PATH,
    aud: about.clientId,
    sub: await knownSubject(ctx, about),
    iat,
    exp: iat + TOKEN_SECONDS,
    jti: randomUUID(),
    sid: about.sid,
    events: { [EVENT]: {} },
  });
}

/** The name that the service was given, which is what it looks for. */
async function knownSubject(ctx: Ctx, about: { clientId: string; accountId: string }): Promise<string> {
  const known = await one(
    ctx.db,
    sql<{ subject: string }>`select subject from identity_provider.known_subjects
      where client_id = ${about.clientId} and account_id = ${about.accountId}`,
  );
  return known?.subject ?? subjectOf((await personByAccount(ctx, about.accountId))?.idNat ?? '');
}
