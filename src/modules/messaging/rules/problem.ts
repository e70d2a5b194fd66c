import type { FieldProblem } from '../../../platform/errors.js';
import { messages, type ProblemCode } from '../messages.js';

/** A faulty field of a mailbox, with the sentence to show. */
export const problem = (field: string, code: ProblemCode): FieldProblem => ({
  field,
  code,
  message: messages[code],
});
