import type { Address } from '../../structures/index.js';
import type { EntryExercise, EntryPerson } from '../entry.js';
import { currentExercises } from './current.js';
import { fold, words } from './fold.js';
import { placeTerms } from './place-terms.js';

/** What the search may find a person by, and where the person stands in a list. */
export interface SearchTerms {
  readonly sortName: string;
  readonly terms: readonly string[];
}

export const nameTerm = (word: string): string => `n_${word}`;
export const professionTerm = (code: string): string => `p_${code}`;
/** Profession and place of one and the same exercise: a doctor in Lyon who is a pharmacist in Paris is no doctor in Paris. */
export const practiceTerm = (code: string, place: string): string => `${professionTerm(code)}_${place}`;

/**
 * The terms of a person on a day. Names of exercise only: the birth name and the other given names are restricted.
 * In: the person, the day (`YYYY-MM-DD`). Out: unique terms; the sort name comes from the first current exercise.
 */
export function searchTerms(person: EntryPerson, on: string): SearchTerms {
  const exercises = currentExercises(person, on);
  const first = exercises[0] ?? person.exercises[0];
  return {
    sortName: first ? fold(`${first.name} ${first.givenName}`) : '',
    terms: [...new Set(exercises.flatMap(exerciseTerms))],
  };
}

function exerciseTerms(exercise: EntryExercise): string[] {
  const places = exercise.activities.flatMap(({ place }) => addressTerms(place?.address));
  return [
    ...nameTerms(exercise.name),
    ...nameTerms(exercise.givenName),
    professionTerm(exercise.profession),
    ...places,
    ...places.map((place) => practiceTerm(exercise.profession, place)),
  ];
}

// `d'artagnan` is typed with and without its apostrophe, `le guen` with and without its space.
function nameTerms(name: string): string[] {
  const parts = words(name);
  return [...parts, parts.join('')].filter(Boolean).map(nameTerm);
}

const addressTerms = (address: Address | undefined): string[] => (address ? placeTerms(address) : []);
