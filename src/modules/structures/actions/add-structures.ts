import { type RawBuilder, sql } from 'kysely';
import type { ClientBase } from 'pg';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { CopyRows, openRows } from '../../../platform/db/copy-rows.js';
import { withoutIndexes } from '../../../platform/db/without-indexes.js';
import { lineOf } from '../store.js';
import type { Structure } from '../structure.js';

const COLUMNS = [
  'id',
  'national_id',
  'finess',
  'siret',
  'data',
  'kind',
  'category',
  'active',
  'sort_name',
  'terms',
  'updated_at',
  'since',
];

const ALL = COLUMNS.join(', ');

/** The table of the structures. */
export const STRUCTURES = 'structures.structures';

/** Indexes of searches and of lists, most of the time that all take: the directory reads structures by their ids meanwhile. */
const LATE = ['structures_terms', 'structures_order', 'structures_changed'];

/** Indexes of what files of people tell of no structure, or of few; and that of the transaction, which is the same for all. */
const STAYING = [
  'structures_finess',
  'structures_siret',
  'structures_groups',
  'structures_holder_rank',
  'structures_unfound',
  'structures_xid',
];

/** Makes room for many structures, see `withoutIndexes`; who searches them waits for `completeStructures`. */
export const makingRoom = (ctx: Pick<Ctx, 'db'>, coming: number, fill: () => Promise<void>): Promise<void> =>
  withoutIndexes(ctx, STRUCTURES, coming, fill, { staying: STAYING, late: LATE });

/** A structure, and the text that tells it: of two that tell one structure, who takes them chooses by it. */
export interface ToldStructure {
  readonly told: string;
  readonly structure: Structure;
}

/**
 * Adds many structures that nobody knows yet, each once, in the order of their ids; fails when one is known. In: a
 * transaction, its connection, the structures.
 */
export function addStructures(
  ctx: Pick<Ctx, 'clock'>,
  client: ClientBase,
  structures: readonly Structure[],
): Promise<void> {
  const add = rowOf(ctx);
  return copyRows(client, { table: STRUCTURES, columns: COLUMNS }, [structures], (rows, structure) =>
    add(rows.row(), structure),
  );
}

/**
 * Makes the rows of structures beside, in a table of their own that `takeStructures` reads: what they are found by is worked
 * out before the transaction needs it. In: a connection for nothing else, the table to make, structures in lots.
 */
export async function layStructuresAside(
  ctx: Pick<Ctx, 'clock'>,
  client: ClientBase,
  table: string,
  lots: AsyncIterable<readonly ToldStructure[]>,
): Promise<void> {
  await client.query(`create unlogged table ${table} as
    select ''::text collate "C" told, ${ALL} from ${STRUCTURES} limit 0`);
  const add = rowOf(ctx);
  await copyRows(client, { table, columns: ['told', ...COLUMNS] }, lots, (rows, { told, structure }) =>
    add(rows.row().text(told), structure),
  );
}

/** Of the rows that tell one and the same structure, leaves the one whose text is the first in their order. */
export async function chooseAside(client: ClientBase, table: string): Promise<void> {
  // Ids alone are looked through, which are short: nearly every structure is told once.
  const again = await client.query<{ id: string }>(`select id from ${table} group by id having count(*) > 1`);
  if (again.rows.length === 0) return;
  await client.query(
    `delete from ${table} where ctid in (
      select ctid from (
        select ctid, row_number() over (partition by id order by told, ctid) rank from ${table} where id = any($1)) told
      where rank > 1)`,
    [again.rows.map(({ id }) => id)],
  );
}

/**
 * Adds those that lie aside and nobody knows yet, each once. In: a transaction, their table; the ids of the structures to
 * take, as rows; all when left out.
 */
export async function takeStructures(
  ctx: Pick<Ctx, 'db'>,
  table: string,
  which?: RawBuilder<unknown>,
): Promise<void> {
  await sql`insert into ${sql.raw(STRUCTURES)} (${sql.raw(ALL)})
    select ${sql.raw(ALL)} from ${sql.raw(table)}${which ? sql` where id in (${which})` : sql``}`.execute(
    ctx.db,
  );
}

async function copyRows<T>(
  client: ClientBase,
  into: { readonly table: string; readonly columns: readonly string[] },
  lots: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  add: (rows: CopyRows, one: T) => Promise<void> | undefined,
): Promise<void> {
  const sink = openRows(client, { ...into, frozen: false });
  const rows = new CopyRows(into.columns.length, sink.send);
  try {
    for await (const lot of lots) {
      for (const one of lot) {
        const behind = add(rows, one);
        if (behind) await behind;
      }
    }
    await rows.end();
    await sink.end();
  } catch (error) {
    await sink.drop(error as Error);
    throw error;
  }
}

function rowOf(ctx: Pick<Ctx, 'clock'>) {
  const [now, on] = [ctx.clock.now(), today(ctx.clock)];
  return (row: CopyRows, structure: Structure): Promise<void> | undefined => {
    const line = lineOf(structure, on);
    return row
      .text(line.id)
      .text(line.national_id)
      .text(line.finess)
      .text(line.siret)
      .jsonb(JSON.stringify(line.data))
      .text(line.kind)
      .text(line.category)
      .bool(line.active)
      .text(line.sortName)
      .tsvector(line.terms)
      .timestamptz(now)
      .timestamptz(now)
      .done();
  };
}
