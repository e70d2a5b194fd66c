import type { Person, PersonActivity, PersonExercise } from '../registry/index.js';
import type { Structure } from '../structures/index.js';

export type EntryActivity = PersonActivity & { readonly place?: Structure };
export type EntryExercise = Omit<PersonExercise, 'activities'> & {
  readonly activities: readonly EntryActivity[];
};

/**
 * The directory's own copy of a person, places included. It holds restricted data (civil status, correspondence,
 * dates): only `publicView` may leave on a public door.
 */
export type EntryPerson = Omit<Person, 'exercises'> & { readonly exercises: readonly EntryExercise[] };

export interface Entry {
  readonly idNat: string;
  /** Version of the register's record that this copy holds. */
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
  /** False once the person has no current exercise, or before the first publication. */
  readonly published: boolean;
  readonly person: EntryPerson;
}
