import type { Person, Provenance } from '../person.js';

type Exercise = Pick<Person['exercises'][number], 'provenance'>;

/** Where a savoir-faire or an activity comes from: what it says itself, or where its exercise comes from. */
export const provenanceWithin = (
  exercise: Exercise,
  part: { readonly provenance?: Provenance },
): Provenance => part.provenance ?? exercise.provenance;
