import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, FlattenedSign, generateKeyPair, type JWK } from 'jose';

/** An account key, with its public part. */
export interface ProgramKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function programKey(alg = 'ES256'): Promise<ProgramKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: await exportJWK(publicKey) };
}

export interface Signing {
  readonly kid?: string;
  readonly nonce?: string;
  readonly alg?: string;
  /** More in the protected header. */
  readonly header?: Record<string, unknown>;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A request signed by hand; what a well-behaved client would never send can be told. */
export async function sign(key: ProgramKey, url: string, payload: unknown, signing: Signing = {}) {
  const { kid, nonce, alg = 'ES256', header = {} } = signing;
  const protectedHeader = {
    alg,
    url,
    ...(nonce !== undefined && { nonce }),
    ...(kid ? { kid } : { jwk: key.jwk }),
  };
  const bytes = new TextEncoder().encode(payload === undefined ? '' : JSON.stringify(payload));
  return new FlattenedSign(bytes).setProtectedHeader({ ...protectedHeader, ...header }).sign(key.privateKey);
}

/** The binding of an account to an external key (RFC 8555 §7.3.4). */
export function binding(
  jwk: JWK,
  url: string,
  { id, secret }: { id: string; secret: string },
  alg = 'HS256',
) {
  const [head, body] = [encode({ alg, kid: id, url }), encode(jwk)];
  const signature = createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(`${head}.${body}`)
    .digest('base64url');
  return { protected: head, payload: body, signature };
}

export interface AcmeAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly location: string;
  readonly nonce: string;
}

/** Posts as a program would; `nonce` is fetched unless it is given. */
export async function post(
  origin: string,
  key: ProgramKey,
  path: string,
  payload: unknown,
  signing: Signing & { readonly url?: string; readonly type?: string } = {},
): Promise<AcmeAnswer> {
  const url = `${origin}${path}`;
  const nonce = signing.nonce ?? (await freshNonce(origin));
  const jws = await sign(key, signing.url ?? url, payload, { ...signing, nonce });
  return send(url, jws, signing.type);
}

export async function send(url: string, jws: unknown, type = 'application/jose+json'): Promise<AcmeAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(jws),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
    location: answer.headers.get('location') ?? '',
    nonce: answer.headers.get('replay-nonce') ?? '',
  };
}

export const freshNonce = async (origin: string): Promise<string> =>
  (await fetch(`${origin}/acme/new-nonce`, { method: 'HEAD' })).headers.get('replay-nonce') ?? '';

export const problemOf = ({ body }: AcmeAnswer): string =>
  String(body.type ?? '').replace('urn:ietf:params:acme:error:', '');

/** A web server that proves hosts of this machine: what it answers at each path is set by the test. */
export async function provingServer() {
  const answers = new Map<string, string>();
  const server = createServer((request, response) => {
    const found = answers.get(request.url ?? '');
    response.statusCode = found === undefined ? 404 : 200;
    response.end(found ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const path = (token: string) => `/.well-known/acme-challenge/${token}`;
  return {
    port: (server.address() as AddressInfo).port,
    says: (token: string, text: string) => void answers.set(path(token), text),
    async proves(token: string, { jwk }: ProgramKey) {
      answers.set(path(token), `${token}.${await calculateJwkThumbprint(jwk, 'sha256')}`);
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
