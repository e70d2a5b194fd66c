import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import { isPublicNumber, mayBePublished } from './publication-rules.js';

type Dated = { readonly from?: string; readonly to?: string };

const holdsOn = (part: Dated, on: string): boolean =>
  (part.from === undefined || part.from <= on) && (part.to === undefined || part.to >= on);

/** The exercises that a person has on a day (`YYYY-MM-DD`), each with the activities of that day only. */
export function currentExercises(person: EntryPerson, on: string): readonly EntryExercise[] {
  const holds = (part: Dated) => holdsOn(part, on);
  // Most people have nothing that ended or is to come.
  if (person.exercises.every((one) => holds(one) && one.activities.every(holds))) return person.exercises;
  return person.exercises
    .filter((exercise) => holdsOn(exercise, on))
    .map((exercise) => {
      const activities = exercise.activities.filter((activity: EntryActivity) => holdsOn(activity, on));
      return activities.length === exercise.activities.length ? exercise : { ...exercise, activities };
    });
}

/** Whether a record is open on a day (`YYYY-MM-DD`): what Pro Santé Connect and an employer ask, public or not. */
export const isInForce = (person: EntryPerson, on: string): boolean =>
  person.state === 'active' && currentExercises(person, on).length > 0;

/**
 * The exercises that may leave by an open door on a day (`YYYY-MM-DD`): those of that day, without the professions
 * not published yet, and none of somebody whom only a structure numbers. The one rule of the site, the API and the files.
 */
export const publicExercises = (person: EntryPerson, on: string): readonly EntryExercise[] =>
  isPublicNumber(person.idNat)
    ? currentExercises(person, on).filter(({ profession }) => mayBePublished(profession, on))
    : [];

/**
 * Whether the public may see a person: only active data is communicable to the public (arrêté of 6 February 2009,
 * article 5), so a closed record or one without an exercise to show is not. In: the person, the `publicExercises`.
 */
export const isPublished = (person: EntryPerson, shown: readonly EntryExercise[]): boolean =>
  person.state === 'active' && shown.length > 0;
