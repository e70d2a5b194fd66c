import { calculateJwkThumbprint, flattenedVerify, importJWK, type JWK } from 'jose';
import type { Ctx } from '../../../platform/context.js';
import { spendNonce } from './nonces.js';
import { AcmeProblem } from './rules/problem.js';
import { readSignedRequest, type SignedRequest } from './rules/signed-request.js';
import { type AcmeAccount, accountBy } from './store.js';

/** A request whose signature, nonce and address were verified. */
export interface VerifiedRequest {
  readonly by: { readonly account: AcmeAccount } | { readonly jwk: JWK };
  /** Empty for a POST that only reads (RFC 8555 §6.3). */
  readonly payload: Buffer;
}

/** Where accounts are, in addresses. */
export const ACCOUNTS = '/acme/acct/';

/**
 * Verifies a request of a program (RFC 8555 §6.2 to §6.5): the signature of its key or of its account, this very address,
 * a nonce of ours that nobody used.
 * @throws AcmeProblem malformed, badSignatureAlgorithm, accountDoesNotExist, unauthorized, badNonce
 */
export async function verified(ctx: Ctx, body: unknown, path: string): Promise<VerifiedRequest> {
  const request = readSignedRequest(body);
  const addresses = ctx.config.origins.map((origin) => `${origin}${path}`);
  if (!addresses.includes(request.url))
    throw new AcmeProblem('unauthorized', 'Cette demande a été signée pour une autre adresse.');
  const account = 'kid' in request.by ? await accountAt(ctx, request.by.kid) : undefined;
  const key = account?.jwk ?? ('jwk' in request.by ? request.by.jwk : undefined);
  const payload = key && (await signedBy(request, key));
  if (!payload) throw new AcmeProblem('malformed', 'La signature de cette demande n’est pas la bonne.');
  if (!(await spendNonce(ctx, request.nonce ?? '')))
    throw new AcmeProblem(
      'badNonce',
      'Ce nonce a déjà servi ou n’est pas d’ici : recommencez avec un autre.',
    );
  if (account?.state === 'deactivated')
    throw new AcmeProblem('unauthorized', 'Ce compte a été fermé par son programme.');
  return { by: account ? { account } : { jwk: key as JWK }, payload };
}

/** @throws AcmeProblem accountDoesNotExist */
async function accountAt(ctx: Ctx, kid: string): Promise<AcmeAccount> {
  const origin = ctx.config.origins.find((one) => kid.startsWith(`${one}${ACCOUNTS}`));
  const id = origin === undefined ? '' : kid.slice(origin.length + ACCOUNTS.length);
  const found = await accountBy(ctx, { id });
  if (!found) throw new AcmeProblem('accountDoesNotExist', 'Ce compte n’existe pas.');
  return found;
}

/** What a key signed; undefined when it did not, or is no key. */
export async function signedBy({ jws, alg }: SignedRequest, jwk: JWK): Promise<Buffer | undefined> {
  try {
    const key = await importJWK(jwk, alg);
    return Buffer.from((await flattenedVerify(jws, key, { algorithms: [alg] })).payload);
  } catch {
    return undefined;
  }
}

/** The account key itself, by its thumbprint (RFC 7638). */
export const thumbprintOf = (jwk: JWK): Promise<string> => calculateJwkThumbprint(jwk, 'sha256');

/** Whether what was read is that key. */
export async function isSameKey(read: unknown, jwk: JWK): Promise<boolean> {
  try {
    return (await thumbprintOf(read as JWK)) === (await thumbprintOf(jwk));
  } catch {
    return false;
  }
}

/** What signed bytes say as JSON; undefined when they are none. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
