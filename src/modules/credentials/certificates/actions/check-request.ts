import { createPublicKey, verify } from 'node:crypto';
import type { Ctx } from '../../../../platform/context.js';
import { isKnownKey } from '../../ca/register.js';
import { NotDer } from '../../ca/rules/read-der.js';
import { errors } from '../errors.js';
import { type AskedFor, requestFault } from '../rules/request-faults.js';
import { readSigningRequest, type SigningRequest } from '../rules/signing-request.js';

const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/**
 * Checks a signing request: readable, of a key strong enough and never certified, which signed it, for the name ordered and
 * nothing more. Out: the public key (SubjectPublicKeyInfo).
 * @throws errors.unreadableRequest, request, wrongSignature, reusedKey
 */
export async function checkedKey(
  ctx: Pick<Ctx, 'db'>,
  csr: string | Uint8Array,
  asked: AskedFor,
): Promise<Buffer> {
  const request = readable(csr);
  const fault = requestFault(request, asked);
  if (fault) throw errors.request(fault);
  if (!isSignedByItsKey(request)) throw errors.wrongSignature();
  if (await isKnownKey(ctx, request.publicKey)) throw errors.reusedKey();
  return request.publicKey;
}

function readable(csr: string | Uint8Array): SigningRequest {
  try {
    return readSigningRequest(csr);
  } catch (error) {
    if (error instanceof NotDer) throw errors.unreadableRequest();
    throw error;
  }
}

function isSignedByItsKey({ publicKey, signatureAlgorithm, signedPart, signature }: SigningRequest): boolean {
  try {
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    return verify(HASHES[signatureAlgorithm], signedPart, key, signature);
  } catch {
    return false;
  }
}
