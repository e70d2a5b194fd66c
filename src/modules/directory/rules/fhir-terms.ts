import type { Address } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import { cityOf } from './city-of.js';
import { publicExercises } from './current.js';
import { fold } from './fold.js';

const term = (prefix: string, code: string): string => prefix + code.toLowerCase();

/** A diploma, a category, or the type of a diploma or savoir-faire. */
export const qualificationTerm = (code: string): string => term('fq_', code);
/** A kind of activity, a function, a section. */
export const activityTerm = (code: string): string => term('fr_', code);
/** The authority that vouches for an exercise or an activity (TRE_R60). */
export const authorityTerm = (code: string): string => term('fg_', code);
/** A town as it is written, folded, in one word. */
export const cityTerm = (folded: string): string => `fc_${folded.replaceAll(' ', '_')}`;

/**
 * What the API finds a person by, beyond the terms of the public search: what its resources tell on a day
 * (`YYYY-MM-DD`) and nothing else. Terms only bring the person near: the resource itself is compared afterwards.
 */
export function fhirTerms(person: EntryPerson, on: string): string[] {
  const exercises = publicExercises(person, on);
  if (exercises.length === 0) return [];
  const activities = exercises.flatMap((exercise) => exercise.activities);
  return [
    ...new Set([
      ...person.diplomas.flatMap(({ type, code }) => [qualificationTerm(code), qualificationTerm(type)]),
      ...exercises.map(({ category }) => qualificationTerm(category)),
      ...exercises.flatMap(({ skills }) => skills.map(({ type }) => qualificationTerm(type))),
      ...[...exercises, ...activities].map(({ provenance }) => authorityTerm(provenance.authority)),
      ...activities.flatMap(({ genre, function: post, pharmacistSection }) =>
        [genre, post, pharmacistSection].flatMap((code) => (code === undefined ? [] : [activityTerm(code)])),
      ),
      ...activities.flatMap(({ place }) => cityTerms(place?.address)),
    ]),
  ];
}

function cityTerms(address: Address | undefined): string[] {
  const city = fold((address && cityOf(address)) ?? '');
  return city === '' ? [] : [cityTerm(city)];
}
