import { createLocalJWKSet, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { SigningKeys } from './keys.js';

/** Signs and opens access tokens: national claims around the engine's own opaque token, which travels as `jti`. */
export interface Envelope {
  /** In: the claims without `typ`. Out: a signed JWT. */
  wrap(claims: JWTPayload): Promise<string>;
  /** Out: the opaque token inside; undefined when the envelope is forged, expired or of another kind. */
  open(token: string): Promise<string | undefined>;
  /** The payload of an ID token signed here, expired or not; undefined when it was not. */
  readHint(idToken: string): Promise<JWTPayload | undefined>;
}

/** Source: access tokens of the national service are RS256 JWTs of `typ` Bearer, without `aud` and without names. */
export async function openEnvelope(issuer: string, keys: SigningKeys): Promise<Envelope> {
  const [active] = keys;
  const signer = await importJWK(active, 'RS256');
  const verifier = createLocalJWKSet({ keys: keys.map(publicPart) });
  const read = async (token: string, typ: string, options: { currentDate?: Date }) => {
    try {
      const { payload } = await jwtVerify(token, verifier, { issuer, algorithms: ['RS256'], ...options });
      return payload.typ === typ ? payload : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    wrap: (claims) =>
      new SignJWT({ ...claims, typ: 'Bearer' })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: active.kid as string })
        .sign(signer),
    open: async (token) => (await read(token, 'Bearer', {}))?.jti,
    // A hint only names a session: it may be as old as the service kept it.
    readHint: (idToken) => read(idToken, 'ID', { currentDate: new Date(0) }),
  };
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return { kty, n, e, kid, alg, use } as JWK;
}
