import { type RawBuilder, sql } from 'kysely';
import type { ClientBase } from 'pg';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { CopyRows, openRows } from '../../../platform/db/copy-rows.js';
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

/** The table that `addStructures` and `takeStructures` fill, for who makes room in it. */
export const STRUCTURES_TABLE = 'structures.structures';

/**
 * Adds many structures that nobody knows yet, each once, in the order of their ids; fails when one is known. In: a
 * transaction, its connection, the structures.
 */
export const addStructures = (
  ctx: Pick<Ctx, 'clock'>,
  client: ClientBase,
  structures: readonly Structure[],
): Promise<void> => copyStructures(ctx, client, STRUCTURES_TABLE, [structures]);

/**
 * Makes the rows of structures beside, in a table of their own that `takeStructures` reads: what they are found by is worked
 * out before the transaction needs it. In: a connection for nothing else, the table to make, structures in lots.
 */
export async function layStructuresAside(
  ctx: Pick<Ctx, 'clock'>,
  client: ClientBase,
  table: string,
  lots: AsyncIterable<readonly Structure[]>,
): Promise<void> {
  await client.query(`create unlogged table ${table} as select ${ALL} from ${STRUCTURES_TABLE} limit 0`);
  await copyStructures(ctx, client, table, lots);
}

/** Adds those that `layStructuresAside` made and nobody knows yet. In: a transaction, their table, which ids. */
export async function takeStructures(
  ctx: Pick<Ctx, 'db'>,
  table: string,
  ids: RawBuilder<unknown>,
): Promise<void> {
  await sql`insert into ${sql.raw(STRUCTURES_TABLE)} (${sql.raw(ALL)})
    select ${sql.raw(ALL)} from ${sql.raw(table)} where id in (${ids})`.execute(ctx.db);
}

async function copyStructures(
  ctx: Pick<Ctx, 'clock'>,
  client: ClientBase,
  table: string,
  lots: AsyncIterable<readonly Structure[]> | Iterable<readonly Structure[]>,
): Promise<void> {
  const [now, on] = [ctx.clock.now(), today(ctx.clock)];
  const sink = openRows(client, { table, columns: COLUMNS, frozen: false });
  const rows = new CopyRows(COLUMNS.length, sink.send);
  for await (const lot of lots) {
    for (const structure of lot) {
      const behind = addRow(rows, structure, now, on);
      if (behind) await behind;
    }
  }
  await rows.end();
  await sink.end();
}

function addRow(rows: CopyRows, structure: Structure, now: Date, on: string): Promise<void> | undefined {
  const line = lineOf(structure, on);
  return rows
    .row()
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
}
