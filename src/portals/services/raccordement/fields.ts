import { errorFor, type FieldError } from '../../../ui/index.js';
import type { Typed } from './typed.js';

export interface FieldsProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** The attributes of the control of that name: its value and its error. */
export const fieldOf =
  ({ typed, errors }: FieldsProps) =>
  (name: string) => ({ name, value: typed[name] ?? '', error: errorFor(errors, name) });
