import { X509Certificate } from 'node:crypto';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';

/**
 * Whether a new authenticator shows that one of these makers made it: the certificates of its statement lead, one by one,
 * to one of theirs (WebAuthn §6.5.4, §8.2). That its signature is right was checked before. In: the attestation object, the
 * authorities of the makers, the real time.
 */
export function isMadeBy(object: Uint8Array, makers: readonly X509Certificate[], now: Date): boolean {
  const given = decodeAttestationObject(Uint8Array.from(object)).get('attStmt').get('x5c') ?? [];
  const chain = given.map((der) => new X509Certificate(der));
  const last = chain.at(-1);
  if (!last || !chain.every((one) => isValid(one, now))) return false;
  const linked = chain.slice(1).every((issuer, i) => isIssuedBy(chain[i] as X509Certificate, issuer));
  return (
    linked && makers.some((maker) => isValid(maker, now) && (same(last, maker) || isIssuedBy(last, maker)))
  );
}

const same = (one: X509Certificate, other: X509Certificate) => one.fingerprint256 === other.fingerprint256;

const isIssuedBy = (one: X509Certificate, issuer: X509Certificate) =>
  issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey);

const isValid = (one: X509Certificate, now: Date) => one.validFromDate <= now && now <= one.validToDate;
