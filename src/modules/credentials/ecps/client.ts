import { createPrivateKey, type JsonWebKey, KeyObject, sign } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import { encodedPart } from '../../../platform/jws.js';

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
export function signAnswer(key: JWK | CryptoKey, answer: Answer): string {
  const signer =
    key instanceof globalThis.CryptoKey
      ? KeyObject.from(key)
      : createPrivateKey({ key: key as JsonWebKey, format: 'jwk' });
  const payload = { ...answer, iat: Math.floor(Date.now() / 1000) };
  const text = `${encodedPart({ alg: 'ES256' })}.${encodedPart(payload)}`;
  const signature = sign('sha256', Buffer.from(text), { key: signer, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
