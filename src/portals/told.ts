import { Refusal } from '../platform/errors.js';
import type { FieldError } from '../ui/index.js';

/**
 * What a refusal says to the form that was sent. Anything else is not for it: what is not found, not allowed, or interrupted
 * on our side, which has a status of its own and says when to come back.
 */
export function told(error: unknown): readonly FieldError[] {
  if (!(error instanceof Refusal) || [401, 403, 404].includes(error.status) || error.status >= 500)
    throw error;
  return error.fields.length > 0 ? error.fields : [{ message: error.message }];
}
