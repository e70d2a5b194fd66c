import { createHash } from 'node:crypto';
import { certificateParts } from './rules/certificate.js';
import { explicit, integer, nothing, objectId, octets, sequence } from './rules/der.js';

/** An OCSP request as a relying party writes it (RFC 6960 §4.1.1). In: DER certificates, and a nonce or none. */
export function ocspRequest(certificate: Uint8Array, issuer: Uint8Array, nonce?: Uint8Array): Buffer {
  const digest = (of: Uint8Array) => octets(createHash('sha1').update(of).digest());
  const { subject, keyBits } = certificateParts(issuer);
  const id = sequence(
    sequence(objectId('1.3.14.3.2.26'), nothing()),
    digest(subject),
    digest(keyBits),
    integer(certificateParts(certificate).serial),
  );
  const asked = nonce && sequence(objectId('1.3.6.1.5.5.7.48.1.2'), octets(octets(nonce)));
  return sequence(sequence(sequence(sequence(id)), ...(asked ? [explicit(2, sequence(asked))] : [])));
}
