import type { Practitioner, PractitionerRole } from 'fhir/r4.js';
import type { EntryPerson } from '../entry.js';
import { publicExercises } from '../rules/current.js';
import type { Stamp } from './resources/meta.js';
import { practitioner } from './resources/practitioner.js';
import { practitionerRole } from './resources/practitioner-role.js';

/**
 * A person as the FHIR door shows one: a Practitioner for each exercise of the day (`YYYY-MM-DD`), a PractitionerRole
 * for each activity, with the ids of the door. Without mailboxes and cards, which the person's record does not hold.
 */
export function resourcesOfPerson(
  person: EntryPerson,
  on: string,
  stamp: Stamp,
): { readonly practitioners: Practitioner[]; readonly roles: PractitionerRole[] } {
  const exercises = publicExercises(person, on);
  const about = { on, mailboxes: [], cards: [] };
  return {
    practitioners: exercises.map((exercise) => practitioner(person, exercise, stamp, about)),
    roles: exercises.flatMap((exercise) =>
      exercise.activities.map((activity) => practitionerRole(person, exercise, activity, stamp, [])),
    ),
  };
}
