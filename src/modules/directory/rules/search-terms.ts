import type { Address } from '../../structures/index.js';
import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import { publicExercises } from './current.js';
import { fold, words } from './fold.js';
import { placeTerms } from './place-terms.js';
import { remembered } from './remembered.js';

/** What the search may find a person by, and where the person stands in a list. */
export interface SearchTerms {
  readonly sortName: string;
  readonly terms: readonly string[];
}

/** How terms of names begin. */
export const NAME = 'n_';
export const nameTerm = (word: string): string => NAME + word;
export const nameOfTerm = (term: string): string => term.slice(NAME.length);
export const professionTerm = (code: string): string => `p_${code.toLowerCase()}`;
export const skillTerm = (code: string): string => `k_${code.toLowerCase()}`;
export const roleTerm = (code: string): string => `r_${code.toLowerCase()}`;
export const modeTerm = (code: string): string => `m_${code.toLowerCase()}`;
/**
 * A profession, savoir-faire or role and the place where it is practised: a doctor in Lyon who is a pharmacist in Paris
 * is no doctor in Paris. In: two terms.
 */
export const practiceTerm = (what: string, place: string): string => `${what}_${place}`;

/**
 * The terms of a person on a day. Names of exercise only: the birth name and the other given names are restricted.
 * In: the person, the day (`YYYY-MM-DD`). Out: unique terms; the sort name comes from the first exercise shown.
 */
export function searchTerms(person: EntryPerson, on: string): SearchTerms {
  const exercises = publicExercises(person, on);
  const first = exercises[0] ?? person.exercises[0];
  return {
    sortName: first ? [first.name, first.givenName].map(fold).filter(Boolean).join(' ') : '',
    terms: [...new Set(exercises.flatMap(exerciseTerms))],
  };
}

function exerciseTerms(exercise: EntryExercise): string[] {
  const { activities } = exercise;
  const everywhere = [
    professionTerm(exercise.profession),
    ...exercise.skills.map(({ code }) => skillTerm(code)),
  ];
  return [
    ...nameTerms(exercise.name),
    ...nameTerms(exercise.givenName),
    ...everywhere,
    ...activities.flatMap((activity) => activityTerms(everywhere, activity)),
  ];
}

function activityTerms(everywhere: readonly string[], { mode, role, place }: EntryActivity): string[] {
  const roles = role === undefined ? [] : [roleTerm(role)];
  const places = addressTerms(place?.address);
  return [
    ...roles,
    ...(mode === undefined ? [] : [modeTerm(mode)]),
    ...places,
    ...places.flatMap((one) => [...everywhere, ...roles].map((what) => practiceTerm(what, one))),
  ];
}

// `d'artagnan` is typed with and without its apostrophe, `le guen` with and without its space.
const nameTerms = remembered((name: string): readonly string[] => {
  const parts = words(name);
  return [...parts, parts.join('')].filter(Boolean).map(nameTerm);
});

const addressTerms = (address: Address | undefined): string[] => (address ? placeTerms(address) : []);
