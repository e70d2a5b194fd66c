import { z } from 'zod';
import { publicKeyFacts } from '../../../platform/public-key.js';

/** RFC 7518 §6: members that only a private or a symmetric key has. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const CURVES = ['P-256', 'P-384', 'P-521', 'Ed25519'];
const RSA_BITS = { least: 2048, most: 8192 };

/**
 * Whether a public key is one to trust signatures to: readable, RSA of 2048 to 8192 bits whose exponent is not tiny
 * (RFC 7518 §3.3, RFC 8017 §3.1), or on a curve of RFC 7518 §6.2.1.1 or RFC 8037.
 */
function isStrong(jwk: Readonly<Record<string, unknown>>): boolean {
  const key = publicKeyFacts(jwk);
  if (key?.kind !== 'rsa') return key !== undefined && CURVES.includes(String(jwk.crv));
  return key.bits >= RSA_BITS.least && key.bits <= RSA_BITS.most && key.exponent >= 65_537n;
}

/** A public key (JWK) by which a service, or the provider of an establishment, signs. */
export const publicJwk = z
  .object({ kty: z.enum(['RSA', 'EC', 'OKP']) })
  .catchall(z.unknown())
  .refine((key) => !PRIVATE_MEMBERS.some((member) => member in key), {
    message: 'Une clé publique est attendue.',
    abort: true,
  })
  .refine(
    isStrong,
    'Cette clé ne peut pas être lue, ou elle est trop faible : RSA de 2048 bits, P-256, Ed25519.',
  );
