/** The errors of RFC 8555 §6.7 that are told here, with their HTTP status. */
export const PROBLEM_STATUS = {
  accountDoesNotExist: 400,
  alreadyRevoked: 400,
  badCSR: 400,
  badNonce: 400,
  badPublicKey: 400,
  badRevocationReason: 400,
  badSignatureAlgorithm: 400,
  connection: 400,
  externalAccountRequired: 401,
  incorrectResponse: 403,
  invalidContact: 400,
  malformed: 400,
  orderNotReady: 403,
  rateLimited: 429,
  rejectedIdentifier: 400,
  serverInternal: 500,
  unauthorized: 403,
  unsupportedContact: 400,
  unsupportedIdentifier: 400,
} as const;

export type ProblemType = keyof typeof PROBLEM_STATUS;

const NAMESPACE = 'urn:ietf:params:acme:error:';

/** What a program is refused for, in the words of ACME. */
export class AcmeProblem extends Error {
  readonly type: ProblemType;
  readonly status: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(type: ProblemType, detail: string, more: { status?: number; [member: string]: unknown } = {}) {
    super(detail);
    const { status, ...members } = more;
    this.type = type;
    this.status = status ?? PROBLEM_STATUS[type];
    this.more = members;
  }

  /** As problem document (RFC 9457). */
  document(): Record<string, unknown> {
    return { type: `${NAMESPACE}${this.type}`, detail: this.message, status: this.status, ...this.more };
  }
}
