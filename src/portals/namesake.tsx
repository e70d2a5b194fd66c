import { Checkbox, errorFor, type FieldError } from '../ui/index.js';

/** The field that `park.errors.namesake` names, and what is said by ticking it. */
export const NAMESAKE = { name: 'homonyme', label: 'C’est une autre personne du même nom' } as const;

/** Asked of who orders a card for a name that has one there already, and of nobody else. */
export function NamesakeBox({ errors }: { errors: readonly FieldError[] }) {
  const error = errorFor(errors, NAMESAKE.name);
  return error ? <Checkbox {...NAMESAKE} error={error} /> : null;
}
