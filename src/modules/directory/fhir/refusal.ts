import type { OperationOutcome } from 'fhir/r4.js';

/** Kinds of problems (IssueType of FHIR R4) that this API tells. */
export type IssueCode =
  | 'invalid'
  | 'not-supported'
  | 'not-found'
  | 'too-costly'
  | 'too-long'
  | 'login'
  | 'forbidden'
  | 'throttled'
  | 'incomplete'
  | 'transient'
  | 'exception';

/** A refusal of the FHIR door: an HTTP status, a kind of problem, and what the caller has to do. */
export class FhirRefusal extends Error {
  readonly status: number;
  readonly code: IssueCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: IssueCode,
    diagnostics: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(diagnostics);
    this.name = 'FhirRefusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** A search that cannot be understood: 400, with what to write instead. */
export const badSearch = (diagnostics: string, code: IssueCode = 'invalid'): FhirRefusal =>
  new FhirRefusal(400, code, diagnostics);

/** What went wrong or must be known, as a resource. */
export const outcome = (
  code: IssueCode,
  diagnostics: string,
  severity: 'error' | 'warning' = 'error',
): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code, diagnostics }],
});

/** At most so much of what was typed comes back in an answer. */
export const quoted = (text: string): string => {
  const seen = text.replace(/[^\P{C}]/gu, '?');
  return `"${seen.length > 60 ? `${seen.slice(0, 60)}…` : seen}"`;
};
