import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** What a phone answers to one request. */
export interface Answer {
  readonly requestId: string;
  readonly nonce: string;
  readonly clientId: string;
  /** The number that the person recognised; not needed to refuse. */
  readonly number?: number;
  readonly decision: 'approve' | 'refuse';
  /** Origin of the page on which the person answered. */
  readonly origin: string;
}

/** A key pair as a phone makes it, but extractable: for phones that live in a program. */
export async function makeDeviceKey(): Promise<{ publicKeyJwk: JWK; privateKeyJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { publicKeyJwk: await exportJWK(publicKey), privateKeyJwk: await exportJWK(privateKey) };
}

/** The answer as a compact JWS, ES256 (RFC 7515 §7.1), for `answerRequest`. */
export async function signAnswer(key: JWK | CryptoKey, answer: Answer): Promise<string> {
  const signer = key instanceof globalThis.CryptoKey ? key : await importJWK(key as JWK, 'ES256');
  const payload = { ...answer, iat: Math.floor(Date.now() / 1000) };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256' })
    .sign(signer);
}
