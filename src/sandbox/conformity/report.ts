import { CHECKS, type CheckId, type CheckLevel } from './checks.js';

export type Outcome = 'passed' | 'failed' | 'not-applicable';

/** What one check found; `evidence`: a French sentence that tells what was seen. */
export interface Finding {
  readonly outcome: Outcome;
  readonly evidence: string;
}

export interface CheckResult extends Finding {
  readonly id: CheckId;
  readonly title: string;
  readonly source: string;
  readonly level: CheckLevel;
  /** Only where it failed. */
  readonly remedy?: string;
}

/** A conformity report, as the API tells it. */
export interface ConformityReport {
  readonly url: string;
  readonly issuer: string;
  readonly service: { readonly clientId: string; readonly name: string } | null;
  /** ISO 8601, on the clock of the sandbox. */
  readonly at: string;
  /** No required check failed, and the sign-in was played. */
  readonly conformant: boolean;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly results: readonly CheckResult[];
}

export const passed = (evidence: string): Finding => ({ outcome: 'passed', evidence });
export const failed = (evidence: string): Finding => ({ outcome: 'failed', evidence });
export const notApplicable = (evidence: string): Finding => ({ outcome: 'not-applicable', evidence });

/** `good` or not, with what was seen in either case. */
export const verdict = (good: boolean, seen: string, fault: string): Finding =>
  good ? passed(seen) : failed(fault);

/** Completes findings, in the order of the checks. In: what was found; what was not played is not applicable. */
export function reportOf(
  about: Pick<ConformityReport, 'url' | 'issuer' | 'service' | 'at'>,
  findings: ReadonlyMap<CheckId, Finding>,
): ConformityReport {
  const results = (Object.keys(CHECKS) as CheckId[]).map((id): CheckResult => {
    const { remedy, ...check } = CHECKS[id];
    const finding = findings.get(id) ?? notApplicable('La connexion ordinaire n’a pas abouti : non joué.');
    return { id, ...check, ...finding, ...(finding.outcome === 'failed' && { remedy }) };
  });
  const count = (outcome: Outcome) => results.filter((one) => one.outcome === outcome).length;
  return {
    ...about,
    conformant:
      findings.get('sign-in')?.outcome === 'passed' &&
      !results.some(({ outcome, level }) => outcome === 'failed' && level === 'required'),
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      'not-applicable': count('not-applicable'),
    },
    results,
  };
}
