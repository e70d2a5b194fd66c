import { bits, explicit, integer, nothing, objectId, sequence, time } from './der.js';
import { children, type Element, hexInteger, NotDer, read } from './read-der.js';

/** SHA-256 with RSA, the signature of everything made here. */
export const SIGNATURE_ALGORITHM = sequence(objectId('1.2.840.113549.1.1.11'), nothing());

export interface ToBeSigned {
  /** Hexadecimal. */
  readonly serial: string;
  /** Names and public key in DER. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly from: Date;
  readonly to: Date;
  readonly extensions: readonly Uint8Array[];
}

/** The part of a certificate that its authority signs (RFC 5280 §4.1). */
export function toBeSigned(c: ToBeSigned): Buffer {
  return sequence(
    explicit(0, integer(2)),
    integer(c.serial),
    SIGNATURE_ALGORITHM,
    c.issuer,
    sequence(time(c.from), time(c.to)),
    c.subject,
    c.publicKey,
    explicit(3, sequence(...c.extensions)),
  );
}

/** What was signed with its signature: a certificate, a CRL. */
export const signedWhole = (signedPart: Uint8Array, signature: Uint8Array): Buffer =>
  sequence(signedPart, SIGNATURE_ALGORITHM, bits(signature));

/** What issuing, revoking and answering need of a certificate. */
export interface CertificateParts {
  readonly serial: string;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** SubjectPublicKeyInfo, and the key alone, of which its identifier is the hash. */
  readonly publicKey: Buffer;
  readonly keyBits: Buffer;
}

/** Takes a certificate apart. @throws NotDer */
export function certificateParts(der: Uint8Array): CertificateParts {
  const [signedPart] = children(read(der));
  const parts = children(signedPart);
  // The version is left out of a first version certificate.
  const [serial, , issuer, , subject, publicKey] = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts;
  if (!issuer || !subject || !publicKey) throw new NotDer('a certificate is expected');
  return {
    serial: hexInteger(serial),
    issuer: issuer.whole,
    subject: subject.whole,
    publicKey: publicKey.whole,
    keyBits: keyBits(publicKey),
  };
}

/** The key of a SubjectPublicKeyInfo without what surrounds it. @throws NotDer */
export function keyBits(publicKey: Element): Buffer {
  const [, key] = children(publicKey);
  if (key?.tag !== 0x03 || key.content[0] !== 0) throw new NotDer('a key is expected');
  return key.content.subarray(1);
}
