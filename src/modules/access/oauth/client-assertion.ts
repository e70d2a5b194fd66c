import { createLocalJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { type AuthorityClient, authorityClient } from './authority-clients.js';

/** Signature algorithms of a client assertion: asymmetric only. */
export const ASSERTION_ALGS = ['ES256', 'ES384', 'PS256', 'RS256'];

const MOST_SECONDS = 5 * 60;
const SKEW_SECONDS = 10;

/**
 * Checks a client assertion (RFC 7523 §3): signed by a key of the client, iss = sub = client id, meant for this token
 * endpoint, at most five minutes long, and never seen before. Out: the client, or undefined; why is logged only.
 */
export async function clientOfAssertion(
  ctx: Ctx,
  assertion: string,
  tokenEndpoint: string,
): Promise<AuthorityClient | undefined> {
  try {
    const client = await authorityClient(ctx, decodeJwt(assertion).sub ?? '');
    if (!client) return undefined;
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.jwks), {
      algorithms: ASSERTION_ALGS,
      audience: tokenEndpoint,
      issuer: client.client_id,
      subject: client.client_id,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: SKEW_SECONDS,
    });
    return (await isFirstUse(ctx, client.client_id, payload)) ? client : undefined;
  } catch (error) {
    ctx.log.info({ reason: (error as Error).message }, 'client assertion refused');
    return undefined;
  }
}

async function isFirstUse(ctx: Ctx, clientId: string, { exp = 0, jti = '' }: JWTPayload): Promise<boolean> {
  const longest = Date.now() / 1000 + MOST_SECONDS + SKEW_SECONDS;
  if (exp > longest || jti === '' || jti.length > 200) return false;
  const until = new Date((exp + SKEW_SECONDS) * 1000);
  const fresh = await affected(
    ctx.db,
    sql`insert into access.client_assertions (client_id, jti, expires_at) values (${clientId}, ${jti}, ${until})
      on conflict do nothing`,
  );
  return fresh === 1;
}
