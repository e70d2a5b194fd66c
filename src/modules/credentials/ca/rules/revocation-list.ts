import { SIGNATURE_ALGORITHM } from './certificate.js';
import { enumerated, explicit, integer, objectId, octets, sequence, time } from './der.js';

/** Why a certificate is revoked, and the code that a CRL gives for it (RFC 5280 §5.3.1). Revocation is definitive. */
export const REVOCATION_CODES = {
  unspecified: 0,
  'key-compromise': 1,
  'affiliation-changed': 3,
  superseded: 4,
  'cessation-of-operation': 5,
} as const;

export type RevocationReason = keyof typeof REVOCATION_CODES;

export interface Revoked {
  /** Hexadecimal. */
  readonly serial: string;
  readonly at: Date;
  readonly reason: RevocationReason;
}

export interface RevocationList {
  /** Name of the authority in DER. */
  readonly issuer: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly extensions: readonly Uint8Array[];
}

/** The part of a CRL that its authority signs (RFC 5280 §5.1). In: the lines of what is revoked, in as many pieces. */
export const revocationListToSign = (list: RevocationList, lines: readonly Uint8Array[]): Buffer =>
  sequence(
    integer(1),
    SIGNATURE_ALGORITHM,
    list.issuer,
    time(list.thisUpdate),
    time(list.nextUpdate),
    ...(lines.length > 0 ? [sequence(...lines)] : []),
    explicit(0, sequence(...list.extensions)),
  );

/** The lines of some revoked certificates, one after the other. */
export const revokedLines = (revoked: readonly Revoked[]): Buffer => Buffer.concat(revoked.map(entry));

const REASON = objectId('2.5.29.21');

const reasons = new Map(
  Object.entries(REVOCATION_CODES).map(([reason, code]) => [
    reason,
    // `unspecified` is told by saying nothing.
    code === 0 ? [] : [sequence(sequence(REASON, octets(enumerated(code))))],
  ]),
);

const entry = ({ serial, at, reason }: Revoked): Buffer =>
  sequence(integer(serial), time(at), ...(reasons.get(reason) ?? []));
