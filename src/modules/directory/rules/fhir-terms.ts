import { provenanceWithin } from '../../registry/index.js';
import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import { cityOf } from './city-of.js';
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
 * What the API finds a person by, beyond the terms of the public search: what its resources tell of the exercises that
 * are shown and nothing else. Terms only bring the person near: the resource itself is compared afterwards.
 */
export function fhirTerms(person: EntryPerson, exercises: readonly EntryExercise[]): string[] {
  const terms = new Set<string>();
  if (exercises.length === 0) return [];
  for (const { type, code } of person.diplomas)
    terms.add(qualificationTerm(code)).add(qualificationTerm(type));
  for (const exercise of exercises) {
    const { category, skills, provenance, activities } = exercise;
    terms.add(qualificationTerm(category)).add(authorityTerm(provenance.authority));
    for (const { type } of skills) terms.add(qualificationTerm(type));
    for (const activity of activities) addActivity(terms, exercise, activity);
  }
  return Array.from(terms);
}

function addActivity(terms: Set<string>, exercise: EntryExercise, activity: EntryActivity): void {
  const { genre, function: post, pharmacistSection, place } = activity;
  terms.add(authorityTerm(provenanceWithin(exercise, activity).authority));
  for (const code of [genre, post, pharmacistSection]) if (code !== undefined) terms.add(activityTerm(code));
  const city = fold((place?.address && cityOf(place.address)) ?? '');
  if (city !== '') terms.add(cityTerm(city));
}
