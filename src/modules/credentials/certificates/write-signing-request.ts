import { type KeyObject, sign } from 'node:crypto';
import { signedWhole } from '../ca/rules/certificate.js';
import { explicit, integer, sequence } from '../ca/rules/der.js';
import { nameDer } from '../ca/rules/names.js';

/** A signing request (PKCS#10, RFC 2986) for that name, of an RSA key, without attributes. Out: DER. */
export function writeSigningRequest(
  commonName: string,
  keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): Buffer {
  const part = sequence(
    integer(0),
    nameDer([{ CN: [commonName] }]),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(0),
  );
  return signedWhole(part, sign('sha256', part, keys.privateKey));
}
