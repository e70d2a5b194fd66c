import { SIGNATURE_ALGORITHM } from './certificate.js';
import {
  bits,
  element,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  objectId,
  octets,
  sequence,
} from './der.js';
import { REVOCATION_CODES, type RevocationReason } from './revocation-list.js';

/** What a responder says of a certificate. */
export type CertificateState =
  | { readonly state: 'good' | 'unknown' }
  | { readonly state: 'revoked'; readonly at: Date; readonly reason: RevocationReason };

/** Answers that say nothing of a certificate (RFC 6960 §4.2.1). */
export const OCSP_ERRORS = { malformed: 1, internal: 2, later: 3, unauthorized: 6 } as const;

export const ocspError = (why: keyof typeof OCSP_ERRORS): Buffer => sequence(enumerated(OCSP_ERRORS[why]));

export interface OcspAnswers {
  /** SHA-1 of the responder's key. */
  readonly responder: Uint8Array;
  readonly answers: readonly { readonly id: Uint8Array; readonly state: CertificateState }[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly nonce?: Uint8Array | undefined;
}

/** The part of an answer that the responder signs (RFC 6960 §4.2.1). */
export function answersToSign(a: OcspAnswers): Buffer {
  const [from, to] = [generalizedTime(a.thisUpdate), explicit(0, generalizedTime(a.nextUpdate))];
  return sequence(
    explicit(2, octets(a.responder)),
    from,
    sequence(...a.answers.map(({ id, state }) => sequence(id, stateDer(state), from, to))),
    ...(a.nonce ? [explicit(1, sequence(a.nonce))] : []),
  );
}

function stateDer(state: CertificateState): Buffer {
  const none = new Uint8Array();
  if (state.state !== 'revoked') return implicit(state.state === 'good' ? 0 : 2, none);
  const code = REVOCATION_CODES[state.reason];
  return element(0xa1, generalizedTime(state.at), ...(code === 0 ? [] : [explicit(0, enumerated(code))]));
}

/** The whole answer, with the certificate of its responder. */
export function ocspResponse(signedPart: Uint8Array, signature: Uint8Array, responder: Uint8Array): Buffer {
  const basic = sequence(signedPart, SIGNATURE_ALGORITHM, bits(signature), explicit(0, sequence(responder)));
  return sequence(enumerated(0), explicit(0, sequence(objectId('1.3.6.1.5.5.7.48.1.1'), octets(basic))));
}
