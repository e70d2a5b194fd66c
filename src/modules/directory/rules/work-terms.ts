import type { EntryExercise, EntryPerson } from '../entry.js';

/** Who works there, as everybody may know. In: technical id of a structure. */
export const workTerm = (structure: string): string => `s_${structure}`;
/** Whose file names it otherwise: work that has ended or is to come, an exercise that is not shown. */
export const otherWorkTerm = (structure: string): string => `w_${structure}`;

/** The structures that a person's entry shows, those of `exercises`, and those that it holds without showing them. */
export function workTerms(person: EntryPerson, exercises: readonly EntryExercise[]): string[] {
  const shown = structuresOf(exercises);
  const terms = Array.from(shown, workTerm);
  if (exercises === person.exercises) return terms;
  for (const id of structuresOf(person.exercises)) if (!shown.has(id)) terms.push(otherWorkTerm(id));
  return terms;
}

function structuresOf(exercises: readonly EntryExercise[]): Set<string> {
  const ids = new Set<string>();
  for (const { activities } of exercises)
    for (const { structure } of activities) if (structure !== undefined) ids.add(structure);
  return ids;
}
