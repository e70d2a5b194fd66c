import type {
  Activity,
  Authorisation,
  CivilStatus,
  Correspondence,
  Diploma,
  Exercise,
  Skill,
} from '../../authorities/index.js';
import type { PartKind, PartRow } from '../part.js';
import type { Person, PersonExercise, Provenance, Sourced, Within } from '../person.js';
import { leadingCivilStatus, leadingCorrespondence } from './leading-part.js';

/** The identity and the state of a person, without the parts. */
export type PersonHead = Pick<
  Person,
  'idNat' | 'rpps' | 'state' | 'version' | 'origins' | 'otherIds' | 'mergedInto'
>;

const SLASH = '/'.charCodeAt(0);

const isoTexts = new Map<number, string>();

/** The same few instants come again and again in a load: writing one out is slow. */
function isoOf(at: Date): string {
  const time = at.getTime();
  const known = isoTexts.get(time);
  if (known !== undefined) return known;
  if (isoTexts.size > 1000) isoTexts.clear();
  const text = at.toISOString();
  isoTexts.set(time, text);
  return text;
}

let last: { readonly row: PartRow; readonly provenance: Provenance } | undefined;

// The parts of a person mostly come from one file at one instant: they share what says so.
function provenanceOf(row: PartRow): Provenance {
  const same =
    last &&
    last.row.validFrom === row.validFrom &&
    last.row.recordedAt === row.recordedAt &&
    last.row.authority === row.authority &&
    last.row.act === row.act;
  if (last && same) return last.provenance;
  const { authority, act } = row;
  const provenance = {
    authority,
    validFrom: isoOf(row.validFrom),
    recordedAt: isoOf(row.recordedAt),
    act,
  };
  last = { row, provenance };
  return provenance;
}

const sourced = <T>(row: PartRow): Sourced<T> => ({ ...(row.value as T), provenance: provenanceOf(row) });

const isSame = (one: Provenance, other: Provenance): boolean =>
  one === other ||
  (one.authority === other.authority &&
    one.validFrom === other.validFrom &&
    one.recordedAt === other.recordedAt &&
    one.act === other.act);

// Nearly all that is said of an exercise comes from where the exercise comes: said once, a person is a quarter shorter.
const within = <T>(row: PartRow, exercise: Provenance): Within<T> =>
  isSame(provenanceOf(row), exercise) ? (row.value as Within<T>) : sourced<T>(row);

/** Whether something with days of its own (YYYY-MM-DD, both included) goes on that day. */
export function goesOn(period: { readonly from?: string; readonly to?: string }, day: string): boolean {
  return (period.from === undefined || period.from <= day) && (period.to === undefined || day <= period.to);
}

/**
 * A person from the rows that hold true at one instant. In: who, the rows, the civil day of the instant. Out: the
 * régalienne identity in one block, the sectorial parts in others, each with its source; exercises and activities that
 * ended before that day, or begin after it, are left out.
 */
export function assemblePerson(head: PersonHead, rows: readonly PartRow[], day: string): Person {
  const ordered = byKey(rows);
  const parts = <T>(kind: PartKind): Sourced<T>[] => {
    const found: Sourced<T>[] = [];
    for (const row of ordered) if (row.kind === kind) found.push(sourced<T>(row));
    return found;
  };
  const partsOf = <T>(exercise: PartRow, from: Provenance, kind: PartKind): Within<T>[] => {
    const found: Within<T>[] = [];
    for (const row of ordered)
      if (row.kind === kind && isPartOf(row.key, exercise.key)) found.push(within<T>(row, from));
    return found;
  };
  const exercises: PersonExercise[] = [];
  for (const row of ordered) {
    if (row.kind !== 'exercise' || !goesOn(row.value as Exercise, day)) continue;
    const provenance = provenanceOf(row);
    exercises.push({
      ...(row.value as Omit<Exercise, 'skills' | 'activities'>),
      provenance,
      key: row.key,
      skills: partsOf<Skill>(row, provenance, 'skill'),
      activities: partsOf<Activity>(row, provenance, 'activity').filter((one) => goesOn(one, day)),
    });
  }
  const civil = leadingCivilStatus(rows);
  const correspondence = leadingCorrespondence(rows);
  return {
    ...head,
    ...(civil && { civilStatus: sourced<CivilStatus>(civil) }),
    exercises,
    diplomas: parts<Diploma>('diploma'),
    authorisations: parts<Authorisation>('authorisation').filter((one) => goesOn(one, day)),
    ...(correspondence && { correspondence: sourced<Correspondence>(correspondence) }),
  };
}

/** Those of a load come in their order: to see it costs less than to sort. */
const byKey = (rows: readonly PartRow[]): readonly PartRow[] =>
  rows.every((row, at) => at === 0 || (rows[at - 1]?.key ?? '') <= row.key)
    ? rows
    : [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));

/** Whether a key is that of a part of an exercise: `CNOM/10-C/a1` of `CNOM/10-C`. */
const isPartOf = (key: string, exercise: string): boolean =>
  key.charCodeAt(exercise.length) === SLASH && key.startsWith(exercise);
