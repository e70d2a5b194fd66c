import type { FieldProblem } from '../../../platform/errors.js';
import { problem } from './problem.js';

/** The act by which an agent lets a person into the register: who, what was checked, when (now when left out). */
export interface Validation {
  readonly agent: string;
  readonly checked: readonly string[];
  readonly at?: Date;
}

/** What is missing for a validation to count. In: the act and the instant. Out: one problem per fault. */
export function validationProblems(validation: Validation, now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!validation.agent.trim()) problems.push(problem('validation/agent', 'validation-agent-missing'));
  if (validation.checked.length === 0 || validation.checked.some((one) => !one.trim()))
    problems.push(problem('validation/checked', 'validation-checks-missing'));
  if (validation.at && validation.at > now) problems.push(problem('validation/at', 'validation-in-future'));
  return problems;
}
