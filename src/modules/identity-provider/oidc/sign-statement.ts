import { importJWK, type JWTPayload, SignJWT } from 'jose';
import type { Ctx } from '../../../platform/context.js';
import { signingKeys } from './keys.js';

/** Signs, with the key of the realm, what is told to a service outside of a token: a logout, a change. `typ`: which. */
export async function signStatement(
  ctx: Pick<Ctx, 'db' | 'config'>,
  typ: string,
  claims: JWTPayload,
): Promise<string> {
  const [active] = await signingKeys(ctx);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ, kid: active.kid as string })
    .sign(await importJWK(active, 'RS256'));
}
