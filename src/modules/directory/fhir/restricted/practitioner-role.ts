import type { ContactPoint, PractitionerRole } from 'fhir/r4.js';
import type { EntryActivity, EntryExercise } from '../../entry.js';
import type { EntryRecord } from '../resources/entry-record.js';
import { activityName, formerRole, practitionerRole } from '../resources/practitioner-role.js';
import { ANNUAIRE, coding, concept } from '../resources/vocabulary.js';
import { periodOf, restrictedMeta } from './extras.js';

interface Held {
  readonly exercise: EntryExercise;
  readonly activity: EntryActivity;
}

/**
 * Every activity of a person, also those that have ended: what the open profile tells, and what as-dr-practitionerrole
 * grants besides (period, reason of the end, contacts of the person there). In the order of the ids.
 */
export function restrictedRoles(record: EntryRecord, on: string): PractitionerRole[] {
  const all = record.person.exercises.flatMap((exercise) =>
    exercise.activities.map((activity): [string, Held] => [
      activityName(exercise, activity),
      { exercise, activity },
    ]),
  );
  const held = new Map(all);
  const gone = record.departed.filter((name) => name.includes('/') && !held.has(name));
  return [
    ...[...held.values()].map((one) => restrictedRole(record, one, on)),
    ...gone.map((name) => {
      const former = formerRole(record.person.idNat, name, record);
      return { ...former, meta: restrictedMeta(former.meta) };
    }),
  ].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
}

function restrictedRole(record: EntryRecord, { exercise, activity }: Held, on: string): PractitionerRole {
  const { person } = record;
  const open = practitionerRole(person, exercise, activity, record, []);
  const period = periodOf(activity.from, activity.to);
  const telecom = contacts(activity);
  const { endReason, to } = activity;
  return {
    ...open,
    meta: restrictedMeta(open.meta),
    ...(endReason !== undefined && {
      extension: [
        {
          url: `${ANNUAIRE}as-ext-practitionerrole-end-cause`,
          valueCodeableConcept: concept(coding('TRE_R25', endReason)),
        },
      ],
    }),
    active: person.state === 'active' && (to ?? on) >= on && (exercise.to ?? on) >= on,
    ...(period && { period }),
    ...(telecom.length > 0 && { telecom }),
  };
}

const CONTACTS = [
  ['phone', 'phone'],
  ['phone2', 'phone'],
  ['fax', 'fax'],
  ['mail', 'email'],
] as const;

const contacts = (activity: EntryActivity): ContactPoint[] =>
  CONTACTS.flatMap(([field, system]) => {
    const value = activity[field];
    return value === undefined ? [] : [{ system, value }];
  });
