import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { createLocalJWKSet, type JWK, type JWTPayload, jwtVerify } from 'jose';
import { encodedPart, parsed, payloadOf } from '../../../platform/jws.js';
import type { PersonCopy } from '../store.js';
import type { SigningKeys } from './keys.js';

/** Signs and opens access tokens: national claims around the engine's own opaque token, which travels as `jti`. */
export interface Envelope {
  /** In: the claims without `typ`. Out: a signed JWT. */
  wrap(claims: JWTPayload): Promise<string>;
  /** In: the claims of an ID token, whole. Out: a signed JWT. */
  signIdToken(claims: JWTPayload): Promise<string>;
  /** Out: the opaque token inside; undefined when the envelope is forged, expired or of another kind. */
  open(token: string): string | undefined;
  /** The payload of an ID token signed here, expired or not; undefined when it was not. */
  readHint(idToken: string): Promise<JWTPayload | undefined>;
}

interface AccessFacts {
  readonly issuer: string;
  /** The name of the person for the service. */
  readonly sub: string;
  readonly clientId: string | undefined;
  /** Epoch seconds. */
  readonly iat: number;
  /** Its life. */
  readonly seconds: number;
  readonly opaque: string;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  readonly sid: string | undefined;
  readonly scope: string | undefined;
  readonly person: Pick<PersonCopy, 'idNat' | 'claims'>;
}

/** The claims of an access token, without `typ`; what it remembers of the sign-in may say another `sub` or `aud`. */
export function accessClaims(facts: AccessFacts): JWTPayload {
  const { issuer, sub, clientId, iat, seconds, opaque, extra, sid, scope, person } = facts;
  return {
    ...{ iss: issuer, sub, azp: clientId, iat, exp: iat + seconds, jti: opaque },
    ...extra,
    ...{ sid, session_state: sid, scope, preferred_username: person.idNat },
    ...('otherIds' in person.claims && { otherIds: person.claims.otherIds }),
  };
}

/** Source: access tokens of the national service are RS256 JWTs of `typ` Bearer, without `aud` and without names. */
export async function openEnvelope(issuer: string, keys: SigningKeys): Promise<Envelope> {
  const [active] = keys;
  const signer = createPrivateKey({ key: active, format: 'jwk' });
  const [access, identity] = [{ typ: 'JWT' }, {}].map((more) =>
    encodedPart({ alg: 'RS256', ...more, kid: active.kid }),
  ) as [string, string];
  const verifier = createLocalJWKSet({ keys: keys.map(publicPart) });
  const known = new Map(
    keys.map((key) => [key.kid, createPublicKey({ key: publicPart(key), format: 'jwk' })]),
  );
  const options = { issuer, algorithms: ['RS256'], currentDate: new Date(0) };
  return {
    wrap: (claims) => signed(signer, access, { ...claims, typ: 'Bearer' }),
    signIdToken: (claims) => signed(signer, identity, claims),
    open: (token) => {
      const claims = verified(token, known);
      const good =
        claims?.iss === issuer && claims.typ === 'Bearer' && Number(claims.exp) * 1000 > Date.now();
      return good ? claims.jti : undefined;
    },
    // A hint only names a session: it may be as old as the service kept it.
    readHint: async (idToken) => {
      const { payload } = await jwtVerify(idToken, verifier, options).catch(() => ({ payload: undefined }));
      return payload?.typ === 'ID' ? payload : undefined;
    },
  };
}

/** A JWT (RFC 7515 §3.1), signed on another thread. In: the header, encoded already. */
function signed(key: KeyObject, header: string, claims: JWTPayload): Promise<string> {
  const text = `${header}.${encodedPart(claims)}`;
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(text), key, (error, signature) =>
      error ? reject(error) : resolve(`${text}.${signature.toString('base64url')}`),
    );
  });
}

/** The claims of a JWT that one of our keys signed, RS256 and nothing else. */
function verified(token: string, known: ReadonlyMap<string | undefined, KeyObject>): JWTPayload | undefined {
  const payload = payloadOf(token, 'RS256', (kid) => known.get(kid));
  return payload === undefined ? undefined : (parsed(payload) as JWTPayload | undefined);
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return { kty, n, e, kid, alg, use } as JWK;
}
