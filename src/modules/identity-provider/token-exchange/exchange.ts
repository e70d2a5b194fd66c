import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { findAccount, type PersonAccount } from '../oidc/account.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { EXCHANGE_GRANT, narrowedScopes } from '../rules/token-exchange.js';
import { rememberExtra } from './extra.js';
import { noteExchange } from './note-exchange.js';
import { targetOf } from './target.js';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const SUBJECT_TYPES = [ACCESS_TOKEN, 'urn:ietf:params:oauth:token-type:jwt'];

const PARAMETERS = [
  ...['subject_token', 'subject_token_type', 'audience', 'scope', 'requested_token_type'],
  ...['resource', 'actor_token', 'actor_token_type'],
];

/** An access token of the engine, with what the types of the engine leave out. */
export interface SubjectToken {
  readonly clientId: string;
  readonly accountId: string;
  readonly grantId: string;
  readonly sid?: string;
  readonly aud?: unknown;
  readonly exp: number;
  readonly isValid: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly extra?: { readonly auth_time?: number; readonly acr?: string; readonly authMode?: string };
  isSenderConstrained(): boolean;
}

/**
 * Exchange of tokens (RFC 8693): a service gives its own access token of a person and gets one for another service, when
 * both said so. Never longer, never wider, for that other service alone, without refresh; `act` says who asked.
 */
export function exchangeTokens(provider: Provider, ctx: Ctx): void {
  provider.registerGrantType(
    EXCHANGE_GRANT,
    (koa) => exchange(provider, ctx, koa as KoaContextWithOIDC),
    PARAMETERS,
  );
}

async function exchange(provider: Provider, ctx: Ctx, koa: KoaContextWithOIDC): Promise<void> {
  const asker = koa.oidc.client?.clientId ?? '';
  const asked = (koa.oidc.params ?? {}) as Record<string, string | undefined>;
  checkRequest(asked);
  const subject = await subjectOf(provider, asker, asked.subject_token ?? '');
  const account = await accountOf(ctx, provider, subject);
  const target = await targetOf(ctx, asker, asked.audience ?? '', subject);
  const scopes = narrowedScopes(asked.scope, [...subject.scopes]);
  if (!scopes) throw new errors.InvalidScope('wider than the subject token', asked.scope ?? '');
  koa.oidc.entity('Account', account);
  await rememberExtra(ctx, provider, koa, { account, subject, asker, target: target.clientId });
  const { accessToken, expiresIn } = await issue(provider, koa, subject, target.clientId, scopes);
  await noteExchange(ctx, { account, subject, asker, target: target.clientId });
  koa.body = {
    access_token: accessToken,
    issued_token_type: ACCESS_TOKEN,
    token_type: 'Bearer',
    expires_in: expiresIn,
    scope: scopes.join(' '),
  };
}

/** @throws InvalidRequest, InvalidTarget for what is not done here (RFC 8693 §2.2.2) */
function checkRequest(asked: Record<string, string | undefined>): void {
  for (const name of ['subject_token', 'subject_token_type', 'audience'])
    if (!asked[name]) throw new errors.InvalidRequest(`missing ${name}`);
  if (!SUBJECT_TYPES.includes(asked.subject_token_type ?? ''))
    throw new errors.InvalidRequest('subject_token_type must be an access token');
  if (asked.requested_token_type !== undefined && asked.requested_token_type !== ACCESS_TOKEN)
    throw new errors.InvalidRequest('only access tokens are issued');
  if (asked.actor_token !== undefined || asked.actor_token_type !== undefined)
    throw new errors.InvalidRequest('the actor is the service that asks');
  if (asked.resource !== undefined) throw new errors.InvalidTarget('name the service by audience');
}

/** The token shown, when it is one of the caller’s own, that no exchange gave and that no key binds. @throws InvalidRequest */
async function subjectOf(provider: Provider, asker: string, token: string): Promise<SubjectToken> {
  const found = (await provider.AccessToken.find(token)) as SubjectToken | undefined;
  const own = found?.isValid && found.clientId === asker && found.aud === undefined;
  if (!own) throw new errors.InvalidRequest('subject_token is not a valid access token of this service');
  if (found.isSenderConstrained()) throw new errors.InvalidRequest('a bound token is not exchanged');
  return found;
}

/** The person behind the token, still known, under a sign-in that is still good. @throws InvalidRequest */
async function accountOf(ctx: Ctx, provider: Provider, subject: SubjectToken): Promise<PersonAccount> {
  const grant = await provider.Grant.find(subject.grantId);
  const account = grant && (await findAccount(ctx, subject.accountId, subject));
  if (!account) throw new errors.InvalidRequest('subject_token is not a valid access token of this service');
  return account;
}

async function issue(
  provider: Provider,
  koa: KoaContextWithOIDC,
  subject: SubjectToken,
  audience: string,
  scopes: readonly string[],
) {
  const expiresIn = Math.min(LIFETIMES.accessToken, subject.exp - Math.floor(Date.now() / 1000));
  const { accountId, grantId, sid } = subject;
  const token = new provider.AccessToken({
    ...{ accountId, grantId, sid, expiresIn, gty: 'token_exchange' },
    client: koa.oidc.client,
  } as ConstructorParameters<typeof provider.AccessToken>[0]);
  token.scope = scopes.join(' ');
  token.setAudience(audience);
  koa.oidc.entity('AccessToken', token);
  return { accessToken: await token.save(), expiresIn };
}
