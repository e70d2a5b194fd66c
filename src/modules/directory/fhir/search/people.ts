import { sql } from 'kysely';
import { publicExercises } from '../../rules/current.js';
import type { Kind, Resource } from '../parameters.js';
import type { EntryRecord } from '../resources/entry-record.js';
import { practitionersOf, rolesOf } from '../resources/entry-record.js';
import { organization } from '../resources/organization.js';
import { keepText } from '../text.js';
import { neededOfPeople } from './people-needs.js';
import type { Candidate, Run } from './run.js';
import type { Line, Source } from './source.js';

interface Row {
  readonly idNat: string;
  readonly version: number;
  readonly mailboxesVersion: number;
  readonly cardsVersion: number;
  readonly updatedAt: Date;
  readonly published: boolean;
  readonly publishedOn: string | null;
  readonly person: EntryRecord['person'];
  readonly mailboxes: EntryRecord['mailboxes'];
  readonly cards: EntryRecord['cards'];
  readonly departed: readonly string[];
}

/** People as Practitioner and PractitionerRole: what everybody may see of them, and what he once could. */
export const people: Source<Row> = {
  name: 'people',
  table: sql`directory.entries t`,
  key: sql`t.id_nat`,
  columns: sql`t.id_nat "idNat", t.version, t.mailboxes_version "mailboxesVersion", t.cards_version "cardsVersion",
    t.updated_at "updatedAt", t.published, (t.published_at at time zone 'Europe/Paris')::date::text "publishedOn",
    t.person, t.mailboxes, t.cards, t.departed`,
  sorts: { name: sql`t.sort_name`, updated: sql`t.updated_at` },
  shown: sql`t.published_at is not null`,
  found: sql`t.published`,
  // Every update writes the row anew, under the number of its transaction.
  state: sql`t.xmin::text`,
  needs: neededOfPeople,
  candidates: (run, kind, line) => candidatesOf(run, kind, line, run.once ? openlyTold : openly(line.row)),
};

type Told = (record: EntryRecord, kind: Kind, on: string) => Resource[];

/** The same lines told in another way: what a door says of a person as Practitioner and PractitionerRole. */
export const peopleAs =
  (told: Told): Source<Row>['candidates'] =>
  (run, kind, line) =>
    candidatesOf(run, kind, line, (record, of, on) =>
      of === 'Organization' ? placesOf(record, on) : told(record, of, on),
    );

function candidatesOf(run: Run, kind: Kind, line: Line<Row>, told: Told): Candidate[] {
  const { version, mailboxesVersion, cardsVersion, publishedOn, ...row } = line.row;
  const record: EntryRecord = {
    ...row,
    // Each of the three only grows, so their sum is another one for every content.
    version: version + mailboxesVersion + cardsVersion,
    publishedOn: publishedOn ?? undefined,
  };
  const kept = new Map<Kind, Candidate[]>();
  const siblings: Candidate['siblings'] = (of, parameter) => {
    if (!BESIDE.has(of) || (of === 'Organization' && !OF_THE_PLACE.has(parameter))) return undefined;
    const known = kept.get(of);
    if (known) return known;
    const made = told(record, of, run.on).map(
      (resource): Candidate => ({
        resource,
        place: { value: line.value, line: row.idNat, id: resource.id ?? '' },
        siblings: of === 'Organization' ? () => undefined : siblings,
      }),
    );
    kept.set(of, made);
    return made;
  };
  return [...(siblings(kind, '_id') ?? [])];
}

const BESIDE = new Set<Kind>(['Practitioner', 'PractitionerRole', 'Organization']);

/** What the copy of a place in an entry says as well as the structure itself: it follows it. */
const OF_THE_PLACE = new Set([
  ...['name', 'type', 'identifier', 'identifier-type', 'partof'],
  ...['address', 'address-city', 'address-line', 'address-postalcode'],
]);

const openlyTold: Told = (record, kind, on) => {
  if (kind === 'Organization') return placesOf(record, on);
  return kind === 'Practitioner' ? practitionersOf(record, on) : rolesOf(record, on);
};

const told = new WeakMap<Row, { readonly on: string; readonly byKind: Map<Kind, Resource[]> }>();

/** What everybody may see of a line, made once for each day as long as the line is held, with its text. */
const openly =
  (row: Row): Told =>
  (record, kind, on) => {
    let known = told.get(row);
    if (known?.on !== on) {
      known = { on, byKind: new Map() };
      told.set(row, known);
    }
    const made = known.byKind.get(kind) ?? openlyTold(record, kind, on);
    if (!known.byKind.has(kind)) for (const one of made) keepText(one);
    known.byKind.set(kind, made);
    return made;
  };

function placesOf(record: EntryRecord, on: string): Resource[] {
  const places = publicExercises(record.person, on).flatMap(({ activities }) =>
    activities.flatMap(({ place }) => place ?? []),
  );
  const each = new Map(places.map((place) => [place.id, place]));
  return [...each.values()].map((data) =>
    organization({ ...STAMP, id: data.id, data, active: (data.closedOn ?? NEVER) > on, mailboxes: [] }),
  );
}

const NEVER = '9999';
const STAMP = { version: 0, updatedAt: new Date(0) };
