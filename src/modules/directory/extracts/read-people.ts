import { type RawBuilder, sql } from 'kysely';
import { one, rows } from '../../../platform/db/connection.js';
import type { EntryPerson } from '../entry.js';
import type { OpenCard } from '../fhir/resources/entry-record.js';
import type { Snapshot } from './snapshot.js';

/** People read at a time: about half a megabyte of text. With more, what is read lives long enough to be moved about. */
const BATCH = 250;

/** Whom to read: those shown to the public, those of them who have cards, or everybody. */
export type Wanted = 'published' | 'card-holders' | 'everybody';

/** A person as the extracts read him; with his cards where these are wanted. */
export type ReadPerson = EntryPerson & { readonly cards?: readonly OpenCard[] };

const FILTER: Readonly<Record<Wanted, RawBuilder<boolean>>> = {
  published: sql`published`,
  'card-holders': sql`published and cards <> '[]'`,
  everybody: sql`true`,
};

/** What is read of each: nothing is put together where the person is enough. */
export const VALUE: Readonly<Record<Wanted, RawBuilder<ReadPerson>>> = {
  published: sql`person`,
  'card-holders': sql`person::jsonb || jsonb_build_object('cards', cards)`,
  everybody: sql`person`,
};

/**
 * All the people of a state in the order of their identifiers, batch by batch, in bounded memory: while one batch is
 * used, the next ones are on their way.
 */
export async function* readPeople(snapshot: Snapshot, wanted: Wanted): AsyncGenerator<ReadPerson[]> {
  const bounds = await boundsOf(snapshot, wanted);
  const started: Promise<string>[] = [];
  const start = (rank: number) => {
    const upTo = bounds[rank];
    if (upTo === undefined) return;
    const reader = snapshot.readers[rank % snapshot.readers.length];
    const batch = reader ? readBatch(reader, wanted, bounds[rank - 1] ?? '', upTo) : undefined;
    // A batch that fails while another is used is told when its turn comes.
    batch?.catch(() => undefined);
    if (batch) started[rank] = batch;
  };
  for (let rank = 0; rank < snapshot.readers.length; rank += 1) start(rank);
  for (let rank = 0; rank < bounds.length; rank += 1) {
    const text = await started[rank];
    delete started[rank];
    start(rank + snapshot.readers.length);
    yield JSON.parse(text ?? '[]');
  }
}

/** The last identifier of each batch. */
async function boundsOf({ readers }: Snapshot, wanted: Wanted): Promise<string[]> {
  const [reader] = readers;
  if (!reader) return [];
  const found = await rows(
    reader,
    sql<{ idNat: string }>`select id_nat "idNat" from (
        select id_nat, row_number() over (order by id_nat) rank, count(*) over () as all_of_them
        from directory.entries where ${FILTER[wanted]}) numbered
      where rank % ${BATCH} = 0 or rank = all_of_them order by id_nat`,
  );
  return found.map((row) => row.idNat);
}

// One text for a thousand people: the driver has one value to read, and there is one to parse.
async function readBatch(
  db: Snapshot['readers'][number],
  wanted: Wanted,
  after: string,
  upTo: string,
): Promise<string> {
  const found = await one(
    db,
    sql<{ people: string }>`select '[' || string_agg(person::text, ',') || ']' people from (
      select ${VALUE[wanted]} person from directory.entries where ${FILTER[wanted]} and id_nat > ${after} and id_nat <= ${upTo}
      order by id_nat) batch`,
  );
  return found?.people ?? '[]';
}
