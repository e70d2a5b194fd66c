import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';

/** What a public key is made of: of RSA its modulus in bits and its exponent. */
export interface PublicKeyFacts {
  readonly kind: 'rsa' | 'curve';
  readonly bits: number;
  readonly exponent: bigint;
}

/** Reads a public key written as a JWK (RFC 7517). Out: what it is made of; undefined for one that cannot be read. */
export function publicKeyFacts(jwk: Readonly<Record<string, unknown>>): PublicKeyFacts | undefined {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' } as JsonWebKeyInput);
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    const kind = key.asymmetricKeyType === 'rsa' ? 'rsa' : 'curve';
    return { kind, bits: modulusLength, exponent: publicExponent };
  } catch {
    return undefined;
  }
}
