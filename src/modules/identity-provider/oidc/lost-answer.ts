import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type Provider from 'oidc-provider';
import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken, seal, unseal } from '../../../platform/secrets.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { ALREADY_USED } from './adapter.js';
import type { Spend } from './exchange.js';

/** How long the loser of a race waits for the winner's answer. */
const WAIT_MS = 2000;
const STEP_MS = 50;

type Body = Record<string, unknown>;
type Store = Pick<Ctx, 'db' | 'config'>;

/**
 * A refresh token works once, but an answer may be lost on the way, and two threads of a service may ask at once. For
 * thirty seconds the same token, shown again by its own service, gets the same answer again, as long as the token of
 * that answer was not used: no second chain begins, and nobody is signed out by a race. The answer is kept sealed under
 * the spent token.
 */
export function answerLostRefreshes(provider: Provider, ctx: Store): void {
  const spent = new WeakSet<KoaContextWithOIDC>();
  provider.on('grant.error', (koa: KoaContextWithOIDC, error: errors.OIDCProviderError) => {
    if ((error as { error_detail?: string }).error_detail === ALREADY_USED) spent.add(koa);
  });
  provider.use(async (bare, next) => {
    await next();
    const koa = bare as KoaContextWithOIDC;
    if (koa.oidc?.route !== 'token') return;
    const { grant_type, refresh_token: token } = (koa.oidc.params ?? {}) as Body;
    if (grant_type !== 'refresh_token' || typeof token !== 'string') return;
    const answer = spent.has(koa) ? await keptAnswer(ctx, token) : undefined;
    if (!answer) return;
    koa.status = 200;
    koa.body = answer;
  });
}

const purposeOf = (token: string) => `identity-provider:refresh:${token}`;

/** Seals the answer to a refresh, to be kept with the token that it spends. */
export function sealAnswer(ctx: Pick<Ctx, 'config'>, koa: KoaContextWithOIDC, spend: Spend): void {
  const { refresh_token: token } = (koa.oidc.params ?? {}) as Body;
  if (spend.model !== 'RefreshToken' || koa.status !== 200 || typeof token !== 'string') return;
  spend.answer = sealed(ctx, token, koa.body as object);
}

/** An answer, to be kept with the refresh token that it spends. */
export const sealed = (ctx: Pick<Ctx, 'config'>, token: string, answer: object): string =>
  seal(ctx.config.secret, purposeOf(token), JSON.stringify(answer));

async function keptAnswer(ctx: Store, token: string): Promise<Body | undefined> {
  for (let waited = 0; waited <= WAIT_MS; waited += STEP_MS) {
    const row = await one(
      ctx.db,
      sql<{ answer: string | null }>`select answer from identity_provider.artifacts
        where model = 'RefreshToken' and id_hash = ${hashToken(token)} and expires_at > now()
          and consumed_at > now() - make_interval(secs => ${LIFETIMES.refreshGrace})`,
    );
    if (!row) return undefined;
    if (row.answer) return stillGood(ctx, unseal(ctx.config.secret, purposeOf(token), row.answer));
    await sleep(STEP_MS);
  }
  return undefined;
}

/** The answer, unless its own refresh token was used or ended since. */
async function stillGood(ctx: Store, text: string | undefined): Promise<Body | undefined> {
  if (text === undefined) return undefined;
  const body = JSON.parse(text) as Body;
  const next = await one(
    ctx.db,
    sql<{ one: number }>`select 1 one from identity_provider.artifacts where model = 'RefreshToken'
      and id_hash = ${hashToken(String(body.refresh_token))} and consumed_at is null and expires_at > now()`,
  );
  return next && body;
}
