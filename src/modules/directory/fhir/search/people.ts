import { sql } from 'kysely';
import type { Kind } from '../parameters.js';
import type { EntryRecord } from '../resources/entry-record.js';
import { practitionersOf, rolesOf } from '../resources/entry-record.js';
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
  table: sql`directory.entries t`,
  key: sql`t.id_nat`,
  columns: sql`t.id_nat "idNat", t.version, t.mailboxes_version "mailboxesVersion", t.cards_version "cardsVersion",
    t.updated_at "updatedAt", t.published, (t.published_at at time zone 'Europe/Paris')::date::text "publishedOn",
    t.person, t.mailboxes, t.cards, t.departed`,
  sorts: { name: sql`t.sort_name`, updated: sql`t.updated_at` },
  shown: sql`t.published_at is not null`,
  found: sql`t.published`,
  needs: neededOfPeople,
  candidates: candidatesOf,
};

function candidatesOf(run: Run, kind: Kind, line: Line<Row>): Candidate[] {
  const { version, mailboxesVersion, cardsVersion, publishedOn, ...row } = line.row;
  const record: EntryRecord = {
    ...row,
    // Each of the three only grows, so their sum is another one for every content.
    version: version + mailboxesVersion + cardsVersion,
    publishedOn: publishedOn ?? undefined,
  };
  const kept = new Map<Kind, Candidate[]>();
  const siblings = (of: Kind): Candidate[] | undefined => {
    if (of !== 'Practitioner' && of !== 'PractitionerRole') return undefined;
    const known = kept.get(of);
    if (known) return known;
    const resources = of === 'Practitioner' ? practitionersOf(record, run.on) : rolesOf(record, run.on);
    const made = resources.map(
      (resource): Candidate => ({
        resource,
        place: { value: line.value, line: row.idNat, id: resource.id ?? '' },
        siblings,
      }),
    );
    kept.set(of, made);
    return made;
  };
  return siblings(kind) ?? [];
}
