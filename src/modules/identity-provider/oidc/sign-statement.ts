import { importJWK, type JWTPayload, SignJWT } from 'jose';
import type { Ctx } from '../../../platform/context.js';
import { signingKeys } from './keys.js';

/** Signs a statement; `typ`: which kind. */
export type Signer = (typ: string, claims: JWTPayload) => Promise<string>;

/** What signs, with the key of the realm, what is told to services outside of a token: a logout, a change. */
export async function statementSigner(ctx: Pick<Ctx, 'db' | 'config'>): Promise<Signer> {
  const [active] = await signingKeys(ctx);
  const key = await importJWK(active, 'RS256');
  return (typ, claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ, kid: active.kid as string }).sign(key);
}
