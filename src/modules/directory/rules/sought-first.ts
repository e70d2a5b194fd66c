import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import type { Facet } from './lexicon.js';
import { placeTerms } from './place-terms.js';

/**
 * The person with what is exercised in the place sought before the rest, for who works in several towns. In: what was
 * looked for; nothing moves when no place was.
 */
export function soughtFirst(person: EntryPerson, facets: readonly Facet[]): EntryPerson {
  const terms = new Set(facets.filter(isPlace).flatMap((facet) => facet.terms));
  if (terms.size === 0) return person;
  const here = ({ place }: EntryActivity): boolean =>
    place?.address !== undefined && placeTerms(place.address).some((term) => terms.has(term));
  const exercises = person.exercises.map(
    (exercise): EntryExercise => ({ ...exercise, activities: first(exercise.activities, here) }),
  );
  return { ...person, exercises: first(exercises, ({ activities }) => activities.some(here)) };
}

const isPlace = ({ kind }: Facet): boolean => kind === 'place' || kind === 'departement';

const first = <T>(all: readonly T[], wanted: (one: T) => boolean): T[] => [
  ...all.filter(wanted),
  ...all.filter((one) => !wanted(one)),
];
