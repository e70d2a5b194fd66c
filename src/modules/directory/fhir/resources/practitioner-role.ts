import type { CodeableConcept, PractitionerRole } from 'fhir/r4.js';
import { provenanceWithin } from '../../../registry/index.js';
import type { EntryActivity, EntryExercise, EntryPerson } from '../../entry.js';
import type { OpenMailbox } from './entry-record.js';
import { activityNumber, exerciseName, organizationId, practitionerId, roleId } from './ids.js';
import { metaOf, type Stamp } from './meta.js';
import { mailboxTelecom } from './telecom.js';
import { coding, concept, dataTrace, IDENTIFIERS } from './vocabulary.js';

/** The national identifier of a person and the number of an activity, which no other activity of anybody has. */
const identifiersOf = (idNat: string, activity: string) => [
  { system: IDENTIFIERS.rpps, value: `${idNat}-${activityNumber(idNat, activity)}` },
];

/** An activity as it is named for ever within its person. */
export const activityName = (exercise: EntryExercise, activity: Pick<EntryActivity, 'key'>): string =>
  `${exerciseName(exercise)}/${activity.key}`;

/** What remains of an activity that has ended: id, identifiers, whose it was, inactive. */
export const formerRole = (idNat: string, activity: string, stamp: Stamp): PractitionerRole => ({
  resourceType: 'PractitionerRole',
  id: roleId(idNat, activity),
  meta: metaOf(stamp, 'practitioner-role', 'practitionerrole'),
  language: 'fr',
  identifier: identifiersOf(idNat, activity),
  active: false,
});

/** An activity of a person, as profile as-dp-practitionerrole allows: no date, no contact but the secure mailboxes. */
export function practitionerRole(
  person: EntryPerson,
  exercise: EntryExercise,
  activity: EntryActivity,
  stamp: Stamp,
  mailboxes: readonly OpenMailbox[],
): PractitionerRole {
  const { idNat } = person;
  const name = activityName(exercise, activity);
  const { place } = activity;
  const code = codes(activity);
  const telecom = mailboxes
    .filter(({ structureId }) => structureId !== undefined && structureId === place?.id)
    .map(mailboxTelecom);
  return {
    resourceType: 'PractitionerRole',
    id: roleId(idNat, name),
    meta: metaOf(stamp, 'practitioner-role', 'practitionerrole', [
      dataTrace('RPPS', provenanceWithin(exercise, activity).authority),
    ]),
    language: 'fr',
    identifier: identifiersOf(idNat, name),
    active: true,
    practitioner: {
      reference: `Practitioner/${practitionerId(idNat, exerciseName(exercise))}`,
      display: [exercise.name, exercise.givenName].filter(Boolean).join(' '),
    },
    ...(place && {
      organization: {
        reference: `Organization/${organizationId(place)}`,
        ...(place.name !== '' && { display: place.name }),
      },
    }),
    ...(code.length > 0 && { code }),
    ...(telecom.length > 0 && { telecom }),
  };
}

const ROLES = [
  ['genre', 'TRE_R22'],
  ['mode', 'TRE_R23'],
  ['function', 'TRE_R21'],
  ['role', 'TRE_R85'],
  ['pharmacistSection', 'TRE_R06'],
] as const;

const codes = (activity: EntryActivity): CodeableConcept[] =>
  ROLES.flatMap(([field, list]) => {
    const code = activity[field];
    return code === undefined ? [] : [concept(coding(list, code))];
  });
