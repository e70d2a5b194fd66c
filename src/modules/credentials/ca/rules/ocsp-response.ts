import { SIGNATURE_ALGORITHM } from './certificate.js';
import {
  bits,
  element,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  nested,
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

export const ocspError = (why: keyof typeof OCSP_ERRORS): Buffer<ArrayBuffer> =>
  sequence(enumerated(OCSP_ERRORS[why]));

/** A responder, as each of its answers names it: written once. */
export interface WrittenResponder {
  /** SHA-1 of its key. */
  readonly identifier: Buffer;
  /** Its certificate, which every answer carries. */
  readonly certificate: Buffer;
}

/** In: SHA-1 of the key of a responder, and its certificate in DER. */
export const writtenResponder = (identifier: Uint8Array, certificate: Uint8Array): WrittenResponder => ({
  identifier: explicit(2, octets(identifier)),
  certificate: explicit(0, sequence(certificate)),
});

export interface OcspAnswers {
  readonly responder: WrittenResponder;
  readonly answers: readonly { readonly id: Uint8Array; readonly state: CertificateState }[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly nonce?: Uint8Array | undefined;
}

const [SEQUENCE, OCTETS, ANSWERS] = [{ tag: 0x30 }, { tag: 0x04 }, { tag: 0xa0 }];

/** The part of an answer that the responder signs (RFC 6960 §4.2.1). */
export function answersToSign(a: OcspAnswers): Buffer {
  const [from, to] = [generalizedTime(a.thisUpdate), explicit(0, generalizedTime(a.nextUpdate))];
  const answers = a.answers.map(({ id, state }) => sequence(id, stateDer(state), from, to));
  return sequence(
    ...[a.responder.identifier, from, sequence(...answers)],
    ...(a.nonce ? [nested([a.nonce], [SEQUENCE, { tag: 0xa1 }])] : []),
  );
}

const [GOOD, UNKNOWN] = [implicit(0, new Uint8Array()), implicit(2, new Uint8Array())];

function stateDer(state: CertificateState): Buffer {
  if (state.state !== 'revoked') return state.state === 'good' ? GOOD : UNKNOWN;
  const code = REVOCATION_CODES[state.reason];
  return element(0xa1, generalizedTime(state.at), ...(code === 0 ? [] : [explicit(0, enumerated(code))]));
}

const SUCCESSFUL = enumerated(0);
const BASIC_RESPONSE = objectId('1.3.6.1.5.5.7.48.1.1');

/** The whole answer, with the certificate of its responder. */
export const ocspResponse = (
  signedPart: Uint8Array,
  signature: Uint8Array,
  { certificate }: WrittenResponder,
): Buffer<ArrayBuffer> =>
  nested(
    [signedPart, SIGNATURE_ALGORITHM, bits(signature), certificate],
    [
      ...[SEQUENCE, OCTETS, { ...SEQUENCE, before: [BASIC_RESPONSE] }],
      ...[ANSWERS, { ...SEQUENCE, before: [SUCCESSFUL] }],
    ],
  );
