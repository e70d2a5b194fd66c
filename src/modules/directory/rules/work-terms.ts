import type { EntryExercise, EntryPerson } from '../entry.js';
import { publicExercises } from './current.js';

/** Who works there, as everybody may know. In: technical id of a structure. */
export const workTerm = (structure: string): string => `s_${structure}`;
/** Whose file names it otherwise: work that has ended or is to come, an exercise that is not shown. */
export const otherWorkTerm = (structure: string): string => `w_${structure}`;

/** The structures that a person's entry shows on a day (`YYYY-MM-DD`), and those that it holds without showing them. */
export function workTerms(person: EntryPerson, on: string): string[] {
  const shown = new Set(structuresOf(publicExercises(person, on)));
  const held = new Set(structuresOf(person.exercises));
  const others = [...held].filter((id) => !shown.has(id));
  return [...[...shown].map(workTerm), ...others.map(otherWorkTerm)];
}

const structuresOf = (exercises: readonly EntryExercise[]): string[] =>
  exercises.flatMap(({ activities }) => activities.flatMap(({ structure }) => structure ?? []));
