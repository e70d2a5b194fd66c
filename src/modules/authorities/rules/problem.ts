import type { FieldProblem } from '../../../platform/errors.js';
import { messages, type ProblemCode } from '../messages.js';

/** A faulty field. In: its path (`exercises/0/profession`) and what is wrong. Out: both, with the sentence to show. */
export const problem = (field: string, code: ProblemCode): FieldProblem => ({
  field,
  code,
  message: messages[code],
});
