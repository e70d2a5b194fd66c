import { generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Config } from '../../../platform/config.js';
import type { Ctx } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import type { SigningKeys } from './keys.js';

/** What a provider of identities must not do, and a service must not put up with (OpenID Connect Core §3.1.3.7, §5.3.2). */
export const MISCONDUCTS = [
  'wrong-issuer',
  'wrong-audience',
  'expired',
  'unsigned',
  'foreign-key',
  'wrong-nonce',
  'no-id-token',
  'other-person',
] as const;
export type Misconduct = (typeof MISCONDUCTS)[number];

/** Per running program, what was asked for and has not happened yet, by client id. */
const asked = new WeakMap<Config, Map<string, Misconduct>>();

/**
 * In the sandbox: Pro Santé Connect misbehaves once towards that service, at its next answer. Out: tells whether it
 * happened, and takes it back if not. @throws Refusal `identity-provider.no-misconduct` in production
 */
export function misbehaveOnce(ctx: Ctx, clientId: string, misconduct: Misconduct): () => boolean {
  if (ctx.config.profile === 'production')
    throw new Refusal({
      code: 'identity-provider.no-misconduct',
      status: 403,
      message: 'Pro Santé Connect ne se conduit mal que dans le bac à sable.',
    });
  const waiting = asked.get(ctx.config) ?? new Map<string, Misconduct>();
  asked.set(ctx.config, waiting.set(clientId, misconduct));
  return () => !waiting.delete(clientId);
}

/** Whether the next answer to that service is to be a bad one. */
export const isToMisbehave = (ctx: Pick<Ctx, 'config'>, clientId: string): boolean =>
  asked.get(ctx.config)?.has(clientId) === true;

/** Gives the engine of a sandbox the means to misbehave when `misbehaveOnce` asks for it; a production has none. */
export function misbehaveWhenAsked(provider: Provider, ctx: Pick<Ctx, 'config'>, keys: SigningKeys): void {
  if (ctx.config.profile === 'production') return;
  provider.use(async (koa, next) => {
    await next();
    const { oidc, status, body } = koa as KoaContextWithOIDC;
    const [clientId, waiting] = [oidc?.client?.clientId ?? '', asked.get(ctx.config)];
    const misconduct = waiting?.get(clientId);
    if (!misconduct || status !== 200) return;
    const place = misconduct === 'other-person' ? 'userinfo' : 'token';
    if (oidc.route !== place || typeof body !== 'object' || body === null) return;
    koa.body = await spoilt(misconduct, body as Record<string, unknown>, keys);
    waiting?.delete(clientId);
  });
}

async function spoilt(misconduct: Misconduct, body: Record<string, unknown>, keys: SigningKeys) {
  if (misconduct === 'other-person') return { ...body, ...SOMEBODY_ELSE };
  const { id_token, ...others } = body;
  if (misconduct === 'no-id-token') return others;
  const claims = JSON.parse(
    Buffer.from(String(id_token).split('.')[1] ?? '', 'base64url').toString(),
  ) as JWTPayload;
  return { ...body, id_token: await idToken(misconduct, claims, keys) };
}

/** Nobody has that number: the register never gives it. */
const SOMEBODY_ELSE = {
  sub: 'f:00000000-0000-4000-8000-000000000000:899700000000',
  preferred_username: '899700000000',
  SubjectNameID: '899700000000',
};

const DAY_SECONDS = 86_400;

async function idToken(misconduct: Misconduct, claims: JWTPayload, [active]: SigningKeys): Promise<string> {
  const { iat = 0, exp = 0 } = claims;
  const changed: Partial<Record<Misconduct, JWTPayload>> = {
    'wrong-issuer': { iss: 'https://autre-fournisseur.example' },
    'wrong-audience': { aud: 'un-autre-service', azp: 'un-autre-service' },
    expired: { iat: iat - DAY_SECONDS, exp: exp - DAY_SECONDS },
    'wrong-nonce': { nonce: 'un-autre-nonce' },
  };
  const said = { ...claims, ...changed[misconduct] };
  if (misconduct === 'unsigned') return new UnsecuredJWT(said).encode();
  const key =
    misconduct === 'foreign-key'
      ? (await generateKeyPair('RS256', { modulusLength: 2048 })).privateKey
      : await importJWK(active, 'RS256');
  return new SignJWT(said).setProtectedHeader({ alg: 'RS256', kid: active.kid as string }).sign(key);
}
