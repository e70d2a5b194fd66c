import type Provider from 'oidc-provider';
import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { isDatabaseAway } from '../../../platform/db/away.js';
import { contentSecurityPolicy, TRANSPORT_SECURITY } from '../../../platform/http/security.js';
import { endSession } from '../actions/end-session.js';
import { INTERVAL } from '../ciba/store.js';
import { CERTS_MAX_AGE } from '../rules/key-rotation.js';
import type { PersonCopy } from '../store.js';
import { findAccount } from './account.js';
import { confirmation, isStillBound } from './client-certificates.js';
import { tellTruth } from './discovery.js';
import { correlationOf } from './request.js';
import { subjectFor } from './subjects.js';

interface Token {
  readonly accountId: string;
  readonly clientId: string;
  readonly sid?: string;
  readonly nonce?: string;
  readonly acr?: string;
  readonly authTime?: number;
  readonly expiration: number;
  readonly 'x5t#S256'?: string;
  readonly jkt?: string;
  /** The service that a token is for, when an exchange gave it. */
  readonly aud?: string;
}

type Body = Record<string, unknown>;

/** Headers of every answer of the protocol. */
export const protocolHeaders = ({ config }: Pick<Ctx, 'config'>): Record<string, string> => ({
  'Content-Security-Policy': contentSecurityPolicy(),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  ...(config.secureCookies && { 'Strict-Transport-Security': TRANSPORT_SECURITY }),
});

/** Completes the engine's answers with what the national service adds to them. */
export function completeResponses(provider: Provider, ctx: Ctx): void {
  const headers = protocolHeaders(ctx);
  provider.use(async (koa, next) => {
    koa.set(headers);
    await next();
    const context = koa as KoaContextWithOIDC;
    if (!context.oidc) return;
    letFormReachService(context);
    const { route } = context.oidc;
    const session = context.oidc.session as { uid: string; destroyed?: boolean } | undefined;
    // Another person signs in on this browser: what the former one opened ends too.
    if (route === 'end_session_confirm' && session?.destroyed) await endSession(ctx, session.uid);
    if (context.status !== 200) return;
    if (route === 'backchannel_authentication')
      context.body = { ...(context.body as Body), interval: INTERVAL };
    if (context.oidc.route === 'token') context.body = tokenResponse(context);
    if (context.oidc.route === 'introspection') context.body = await introspection(ctx, context);
    if (route === 'jwks') context.set('Cache-Control', `public, max-age=${CERTS_MAX_AGE}`);
    if (context.oidc.route === 'discovery') context.body = tellTruth(context);
  });
  provider.on('server_error', (koa, err) => {
    logFailure(ctx, koa, err);
    if (isDatabaseAway(err)) askToComeBack(koa);
  });
  // Structured tokens are refused by the engine: the mark makes an envelope pass for an opaque value.
  const proto = provider.OIDCContext.prototype as unknown as {
    entity: (key: string, value: unknown) => void;
  };
  const entity = proto.entity;
  proto.entity = function markEnvelope(this: { params?: { token?: unknown } }, key: string, value: unknown) {
    if (
      key === 'Client' &&
      typeof this.params?.token === 'string' &&
      /^[^~.]+\.[^.]+\.[^.]+$/.test(this.params.token)
    )
      this.params.token = `~${this.params.token}`;
    return entity.call(this, key, value);
  };
}

function logFailure(ctx: Ctx, koa: KoaContextWithOIDC, err: errors.OIDCProviderError | Error): void {
  ctx.log.error(
    { err, correlation: correlationOf(koa.req), route: koa.oidc?.route },
    'protocol engine failed',
  );
}

/** A service or a browser may ask again: the demand is not at fault (RFC 6749 §4.1.2.1, RFC 9110 §15.6.4). */
function askToComeBack(koa: KoaContextWithOIDC): void {
  if (koa.status < 500) return;
  koa.status = 503;
  koa.set('Retry-After', '5');
  if (typeof koa.body !== 'object') return;
  koa.body = { error: 'temporarily_unavailable', error_description: 'the database cannot be reached' };
}

/** A form that posts the answer to the service must be allowed to reach it. */
function letFormReachService(koa: KoaContextWithOIDC): void {
  const uri = koa.oidc.params?.redirect_uri;
  if (typeof uri !== 'string' || !koa.oidc.client?.redirectUriAllowed(uri)) return;
  const policy = String(koa.response.get('content-security-policy'));
  koa.set(
    'Content-Security-Policy',
    policy.replace("form-action 'self'", `form-action 'self' ${new URL(uri).origin}`),
  );
}

function tokenResponse(koa: KoaContextWithOIDC): Body {
  const { AccessToken, RefreshToken } = koa.oidc.entities as unknown as Record<string, Token | undefined>;
  return { ...(koa.body as Body), ...tokenMembers(AccessToken?.sid, RefreshToken?.expiration ?? 0) };
}

/** What the national service adds to an answer with tokens. In: seconds that the refresh token lives. */
export const tokenMembers = (sid: string | undefined, refreshSeconds: number): Body => ({
  refresh_expires_in: refreshSeconds,
  session_state: sid ?? '',
  'not-before-policy': 0,
});

async function introspection(ctx: Ctx, koa: KoaContextWithOIDC): Promise<Body> {
  const body = koa.body as Body;
  const entities = koa.oidc.entities as unknown as Record<string, Token | undefined>;
  const access = entities.AccessToken;
  const token = access ?? entities.RefreshToken;
  if (body.active !== true || !token) return { active: false };
  const account = await findAccount(ctx, token.accountId);
  if (!account || !(await isStillBound(ctx, token))) return { active: false };
  const owner = await koa.oidc.provider.Client.find(token.clientId);
  return {
    ...(!access && { auth_time: token.authTime, nonce: token.nonce ?? '', acr: token.acr }),
    ...body,
    ...confirmation(token, owner),
    sub: await subjectFor(ctx, await koa.oidc.provider.Client.find(access?.aud ?? token.clientId), account),
    ...nationalMembers(token, account.person, access ? 'Bearer' : 'Refresh'),
  };
}

/** What the national service adds to the members of RFC 7662. */
export function nationalMembers(
  token: Pick<Token, 'clientId' | 'sid'>,
  { idNat, claims }: Pick<PersonCopy, 'idNat' | 'claims'>,
  typ: 'Bearer' | 'Refresh',
): Body {
  return {
    typ,
    azp: token.clientId,
    session_state: token.sid ?? '',
    preferred_username: idNat,
    username: idNat,
    ...('otherIds' in claims && { otherIds: claims.otherIds }),
    ...(typ === 'Bearer' && { SubjectNameID: idNat }),
  };
}
