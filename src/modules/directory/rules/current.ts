import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';

type Dated = { readonly from?: string; readonly to?: string };

const holdsOn = (part: Dated, on: string): boolean =>
  (part.from === undefined || part.from <= on) && (part.to === undefined || part.to >= on);

/** The exercises that a person has on a day (`YYYY-MM-DD`), each with the activities of that day only. */
export function currentExercises(person: EntryPerson, on: string): EntryExercise[] {
  return person.exercises
    .filter((exercise) => holdsOn(exercise, on))
    .map((exercise) => ({
      ...exercise,
      activities: exercise.activities.filter((activity: EntryActivity) => holdsOn(activity, on)),
    }));
}

/**
 * Whether the public may see the person on a day: only active data is communicable to the public (arrêté of
 * 6 February 2009, article 5), so a closed record or one without a current exercise is not.
 */
export function isPublished(person: EntryPerson, on: string): boolean {
  return person.state === 'active' && currentExercises(person, on).length > 0;
}
