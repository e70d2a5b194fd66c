import { Refusal } from '../platform/errors.js';
import type { FieldError } from '../ui/index.js';

/** What a refusal says to the form that was sent; anything else, and what is not found or not allowed, is not for it. */
export function told(error: unknown): readonly FieldError[] {
  if (!(error instanceof Refusal) || [401, 403, 404].includes(error.status)) throw error;
  return error.fields.length > 0 ? error.fields : [{ message: error.message }];
}
