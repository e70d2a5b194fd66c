import type { FlattenedJWSInput, JWK } from 'jose';
import { z } from 'zod';
import { AcmeProblem } from './problem.js';

/** Signatures that accounts may use (RFC 8555 §6.2); no shared secret, and never `none`. */
export const ACCOUNT_ALGORITHMS = ['RS256', 'ES256', 'ES384', 'EdDSA'] as const;

const text = z.string().min(1).max(4096);
const jws = z.strictObject({ protected: text, payload: z.string().max(65_536), signature: text });
const publicJwk = z
  .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })
  .refine((key) => !('d' in key) && !('k' in key), 'private key');
const header = z.looseObject({
  alg: text,
  nonce: text.optional(),
  url: text,
  kid: text.optional(),
  jwk: publicJwk.optional(),
});

/** A request taken apart; nothing of it is believed before its signature is verified. */
export interface SignedRequest {
  readonly jws: FlattenedJWSInput;
  readonly alg: string;
  readonly nonce: string | undefined;
  readonly url: string;
  /** Who signs: the address of an account, or the key itself; one of both. */
  readonly by: { readonly kid: string } | { readonly jwk: JWK };
}

/** Reads a JWS in flattened JSON (RFC 8555 §6.2). @throws AcmeProblem malformed, badSignatureAlgorithm */
export function readSignedRequest(
  body: unknown,
  algorithms: readonly string[] = ACCOUNT_ALGORITHMS,
): SignedRequest {
  const whole = jws.safeParse(body);
  const said = whole.success ? header.safeParse(jsonOf(whole.data.protected)) : undefined;
  if (!whole.success || !said?.success)
    throw new AcmeProblem('malformed', 'Cette demande signée ne se lit pas.');
  const { alg, nonce, url, kid, jwk } = said.data;
  if (!algorithms.includes(alg))
    throw new AcmeProblem('badSignatureAlgorithm', `La signature ${alg} n’est pas admise.`, {
      algorithms: [...algorithms],
    });
  if ((kid === undefined) === (jwk === undefined))
    throw new AcmeProblem(
      'malformed',
      'L’en-tête doit nommer un compte (kid) ou une clé (jwk), pas les deux.',
    );
  return { jws: whole.data, alg, nonce, url, by: kid === undefined ? { jwk: jwk as JWK } : { kid } };
}

function jsonOf(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
