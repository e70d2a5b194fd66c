import type { Practitioner, PractitionerRole } from 'fhir/r4.js';
import type { Mailbox } from '../../../messaging/index.js';
import type { EntryPerson } from '../../entry.js';
import { publicExercises } from '../../rules/current.js';
import { mayBePublished } from '../../rules/publication-rules.js';
import { exerciseName } from './ids.js';
import type { Stamp } from './meta.js';
import { formerPractitioner, practitioner } from './practitioner.js';
import { activityName, formerRole, practitionerRole } from './practitioner-role.js';
import { isOpenMailbox } from './telecom.js';

export type OpenMailbox = Mailbox;

/** What everybody may know of a card (file of the holders of cards). Days, `YYYY-MM-DD`. */
export interface OpenCard {
  readonly number: string;
  readonly type: string;
  readonly issuedOn: string;
  readonly expiresOn: string;
}

/** A line of the directory with all that the API tells of a person. */
export interface EntryRecord extends Stamp {
  readonly idNat: string;
  readonly published: boolean;
  /** First day on which everybody could see the person; undefined when that day never came. */
  readonly publishedOn: string | undefined;
  readonly person: EntryPerson;
  readonly mailboxes: readonly Mailbox[];
  readonly cards: readonly OpenCard[];
  /** Names of exercises and activities that were shown and are no more. */
  readonly departed: readonly string[];
}

/** The exercises of a person on a day, then those that were shown once: one Practitioner each, in the order of ids. */
export function practitionersOf(record: EntryRecord, on: string): Practitioner[] {
  const about = {
    on,
    mailboxes: record.mailboxes.filter(isOpenMailbox),
    cards: record.cards.filter(({ expiresOn }) => expiresOn >= on),
  };
  const current = record.published ? publicExercises(record.person, on) : [];
  const shown = new Set(current.map(exerciseName));
  const ended = namesShown(record, on).filter((name) => !name.includes('/') && !shown.has(name));
  return inOrder<Practitioner>([
    ...firstOfEach(current, exerciseName).map((one) => practitioner(record.person, one, record, about)),
    ...ended.map((name) => formerPractitioner(record.person, name, record)),
  ]);
}

/** The activities of a person on a day, then those that were shown once: one PractitionerRole each. */
export function rolesOf(record: EntryRecord, on: string): PractitionerRole[] {
  const mailboxes = record.mailboxes.filter(isOpenMailbox);
  const current = (record.published ? publicExercises(record.person, on) : []).flatMap((exercise) =>
    exercise.activities.map((activity) => ({ exercise, activity, name: activityName(exercise, activity) })),
  );
  const shown = new Set(current.map(({ name }) => name));
  const ended = namesShown(record, on).filter((name) => name.includes('/') && !shown.has(name));
  return inOrder<PractitionerRole>([
    ...firstOfEach(current, ({ name }) => name).map(({ exercise, activity }) =>
      practitionerRole(record.person, exercise, activity, record, mailboxes),
    ),
    ...ended.map((name) => formerRole(record.person.idNat, name, record)),
  ]);
}

/**
 * What was shown once: what has left the record, and what it still says but no longer holds. Something that had ended
 * before the person was first published has never been shown, and is not told now.
 */
function namesShown({ person, departed, published, publishedOn }: EntryRecord, on: string): string[] {
  if (publishedOn === undefined) return [];
  const wasShown = ({ to }: { readonly to?: string }): boolean =>
    to !== undefined && to < on ? to >= publishedOn : !published;
  const held = person.exercises.flatMap((exercise) => [
    ...(wasShown(exercise) ? [exerciseName(exercise)] : []),
    ...exercise.activities
      .filter((activity) => wasShown(activity) || wasShown(exercise))
      .map((activity) => activityName(exercise, activity)),
  ]);
  const names = [...new Set([...departed, ...held])];
  return names.filter((name) => mayBePublished(name.split('-')[0] ?? '', on));
}

const firstOfEach = <T>(all: readonly T[], name: (one: T) => string): T[] => [
  ...new Map([...all].reverse().map((one) => [name(one), one])).values(),
];

const inOrder = <T extends Practitioner | PractitionerRole>(all: T[]): T[] =>
  all.sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
