import type { Extension, Practitioner, PractitionerQualification } from 'fhir/r4.js';
import type { EntryExercise } from '../../entry.js';
import { fhirAddress } from '../resources/address.js';
import type { EntryRecord } from '../resources/entry-record.js';
import { exerciseName } from '../resources/ids.js';
import { authorisation, formerPractitioner, practitioner, smartcard } from '../resources/practitioner.js';
import { ANNUAIRE, coding, concept } from '../resources/vocabulary.js';
import {
  codeExtension,
  correspondenceTelecom,
  otherIdentifiers,
  periodOf,
  restrictedMeta,
} from './extras.js';

/**
 * Every exercise of a person, also those that have ended and those that the public does not see: what the open profile
 * tells, and what as-dr-practitioner grants besides. In: the record, the day (`YYYY-MM-DD`). In the order of the ids.
 */
export function restrictedPractitioners(record: EntryRecord, on: string): Practitioner[] {
  const held = [...new Map(record.person.exercises.map((one) => [exerciseName(one), one])).values()];
  const names = new Set(held.map(exerciseName));
  const gone = record.departed.filter((name) => !name.includes('/') && !names.has(name));
  return [
    ...held.map((exercise) => restrictedPractitioner(record, exercise, on)),
    ...gone.map((name) => withMeta(formerPractitioner(record.person, name, record))),
  ].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
}

const withMeta = (one: Practitioner): Practitioner => ({ ...one, meta: restrictedMeta(one.meta) });

function restrictedPractitioner(record: EntryRecord, exercise: EntryExercise, on: string): Practitioner {
  const { person } = record;
  const { civilStatus, correspondence } = person;
  const open = practitioner(person, exercise, record, { on, mailboxes: [], cards: [] });
  const telecom = correspondenceTelecom(person);
  const extension = [
    ...registrations(exercise),
    ...record.cards.map(smartcard),
    ...person.authorisations.map((one) => withPeriod(authorisation(one), one)),
  ];
  return {
    ...withMeta(open),
    ...(extension.length > 0 && { extension }),
    identifier: [...(open.identifier ?? []), ...otherIdentifiers(person)],
    active: person.state === 'active' && (exercise.to ?? on) >= on,
    ...(telecom.length > 0 && { telecom }),
    ...(correspondence?.address && { address: [fhirAddress(correspondence.address)] }),
    ...(civilStatus && {
      gender: civilStatus.sex === 'F' ? 'female' : 'male',
      birthDate: civilStatus.birthDate,
    }),
    qualification: (open.qualification ?? []).map((one, rank) => ({
      ...one,
      ...periods(record, exercise)[rank],
    })),
  };
}

/** The periods of the qualifications, in the order in which the open resource tells them. */
function periods(
  { person }: EntryRecord,
  exercise: EntryExercise,
): Pick<PractitionerQualification, 'period'>[] {
  const dated = [
    ...person.diplomas.map(({ obtainedOn }) => periodOf(obtainedOn, undefined)),
    periodOf(exercise.from, exercise.to),
    ...exercise.skills.map(({ recognisedOn }) => periodOf(recognisedOn, undefined)),
  ];
  return dated.map((period) => (period ? { period } : {}));
}

function registrations({ registration, provenance }: EntryExercise): Extension[] {
  if (!registration) return [];
  const { status, departement, since } = registration;
  const period = periodOf(since, undefined);
  return [
    {
      url: `${ANNUAIRE}as-ext-registration`,
      extension: [
        {
          url: 'registeringOrganization',
          valueCodeableConcept: concept(coding('TRE_R60', provenance.authority)),
        },
        ...codeExtension('status', 'TRE_R33', status),
        ...(departement === undefined
          ? []
          : [{ url: 'registeringOrganizationDetail', valueCodeableConcept: concept({ code: departement }) }]),
        ...(period ? [{ url: 'period', valuePeriod: period }] : []),
      ],
    },
  ];
}

function withPeriod(extension: Extension, { from, to }: { from?: string; to?: string }): Extension {
  const period = periodOf(from, to);
  return period
    ? { ...extension, extension: [...(extension.extension ?? []), { url: 'period', valuePeriod: period }] }
    : extension;
}
