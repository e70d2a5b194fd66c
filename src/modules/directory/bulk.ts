import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Ctx } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { openRows } from '../../platform/db/copy-rows.js';
import { withoutIndexes } from '../../platform/db/without-indexes.js';
import { ENTRY_COLUMNS } from './loads/entry-rows.js';
import { type RowsMade, rowsApart } from './loads/rows-apart.js';
import { ON_NEWER } from './store.js';

/** The table of the entries. */
export const ENTRIES = 'directory.entries';
const ALL = sql.raw(ENTRY_COLUMNS.join(', '));

/** A transaction, and its connection. */
interface Writing {
  readonly tx: Ctx;
  readonly client: PoolClient;
}

/** What makes the entries, as the bytes that COPY takes; it may write the memory of a piece again once that is taken. */
type MakeEntries = (take: (piece: Buffer) => Promise<void>) => Promise<RowsMade>;

/**
 * Writes the entries of a whole load. In: the world outside the transaction, the transaction and its connection, the
 * number of the load.
 */
export async function writeLoad(outside: Ctx, writing: Writing, load: number): Promise<void> {
  await sql`set local work_mem = '128MB'`.execute(writing.tx.db);
  const { people, known } = await sizeOf(writing.tx, load);
  const make: MakeEntries = (take) => rowsApart(outside, load, people, take);
  if (!known) await writeNewEntries(writing, people, make);
  else await writeNewerEntries(writing, make);
}

/** Writes entries that nobody has, straight into the table. In: the transaction, about how many, what makes them. */
export async function writeNewEntries(writing: Writing, people: number, make: MakeEntries): Promise<void> {
  const { names } = await withoutIndexes(
    writing.tx,
    ENTRIES,
    people,
    ({ renewed }) => copyInto(writing, ENTRIES, renewed, make),
    { staying: STAYING, late: LATE },
  );
  await names;
}

/**
 * Indexes of what a load of national files tells of nobody, or of few; and that of the transaction, which is one and the same
 * for all: the server has time to write it while the entries are made.
 */
const STAYING = [
  'entries_mailboxes',
  'entries_mailboxes_holders',
  'entries_addresses',
  'entries_cards',
  'entries_gone',
  'entries_long',
  'entries_other_ids',
  'entries_with_others',
  'entries_unpublished_terms',
  'entries_xid',
];

/** Indexes of searches and of lists, half of the time that all take: Pro Santé Connect copies the entries meanwhile. */
const LATE = ['entries_terms', 'entries_order', 'entries_updated'];

/** All pass by a table of their own, and only what is newer than what is held is taken. */
async function writeNewerEntries(writing: Writing, make: MakeEntries): Promise<void> {
  const { db } = writing.tx;
  await sql`create temp table incoming (like directory.entries including defaults) on commit drop`.execute(
    db,
  );
  const { names } = await copyInto(writing, 'incoming', false, make);
  await sql`insert into directory.entries as held (${ALL})
    select ${ALL} from incoming order by id_nat ${ON_NEWER}`.execute(db);
  await names;
}

async function copyInto(
  { client }: Writing,
  table: string,
  frozen: boolean,
  make: MakeEntries,
): Promise<RowsMade> {
  const sink = openRows(client, { table, columns: ENTRY_COLUMNS, frozen });
  try {
    const made = await make(async (piece) => {
      await sink.send(piece);
      await sink.left();
    });
    await sink.end();
    return made;
  } catch (error) {
    await sink.drop(error as Error);
    throw error;
  }
}

/** How many people a load brings, and whether anybody of them is known. */
async function sizeOf(ctx: Ctx, load: number): Promise<{ people: number; known: boolean }> {
  const found = await one(
    ctx.db,
    sql<{ people: number; known: boolean }>`select count(*)::int people,
        exists (select from directory.entries) and exists (select from registry.current_versions k
          join directory.entries e on e.id_nat = k.id_nat where k.load = ${load}) known
      from registry.current_versions where load = ${load}`,
  );
  return found ?? { people: 0, known: false };
}
