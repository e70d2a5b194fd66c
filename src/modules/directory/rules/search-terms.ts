import type { Address } from '../../structures/index.js';
import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import { fold, words } from './fold.js';
import { placeTerms } from './place-terms.js';

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
 * The terms of a person. Names of exercise only: the birth name and the other given names are restricted.
 * In: the person, the exercises that are shown. Out: unique terms; the sort name comes from the first exercise shown.
 */
export function searchTerms(person: EntryPerson, exercises: readonly EntryExercise[]): SearchTerms {
  const first = exercises[0] ?? person.exercises[0];
  const terms = new Set<string>();
  for (const exercise of exercises) addExercise(terms, exercise);
  return {
    sortName: first ? `${fold(first.name)} ${fold(first.givenName)}`.trim() : '',
    terms: Array.from(terms),
  };
}

// One set for all: a load makes tens of millions of these terms.
function addExercise(terms: Set<string>, exercise: EntryExercise): void {
  for (const name of nameTerms(exercise.name)) terms.add(name);
  for (const name of nameTerms(exercise.givenName)) terms.add(name);
  const everywhere = [professionTerm(exercise.profession)];
  for (const { code } of exercise.skills) everywhere.push(skillTerm(code));
  for (const what of everywhere) terms.add(what);
  for (const activity of exercise.activities) addActivity(terms, everywhere, activity);
}

function addActivity(
  terms: Set<string>,
  everywhere: readonly string[],
  { mode, role, place }: EntryActivity,
): void {
  const here = role === undefined ? everywhere : [...everywhere, roleTerm(role)];
  if (role !== undefined) terms.add(roleTerm(role));
  if (mode !== undefined) terms.add(modeTerm(mode));
  for (const where of addressTerms(place?.address)) {
    terms.add(where);
    for (const what of here) terms.add(practiceTerm(what, where));
  }
}

// `d'artagnan` is typed with and without its apostrophe, `le guen` with and without its space.
function nameTerms(name: string): string[] {
  const parts = words(name);
  const terms = parts.map(nameTerm);
  if (parts.length > 1) terms.push(nameTerm(parts.join('')));
  return terms;
}

const addressTerms = (address: Address | undefined): string[] => (address ? placeTerms(address) : []);
