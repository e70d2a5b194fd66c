import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { one, rows } from './connection.js';

/** Fewer rows are not worth it. */
const MANY = 100_000;
/** A table that holds more than this share of what comes is read by too many people to be kept from them. */
const FEW = 0.1;

type Writer = Pick<Ctx, 'db'>;

/** What somebody who fills a table finds. */
interface Room {
  /** Nobody else can write there until the transaction ends. */
  readonly alone: boolean;
  /** The table began anew in this transaction: rows may be copied as if they had always been there. */
  readonly renewed: boolean;
}

/**
 * Fills a table that is nearly empty with many rows: its indexes are made after, in one go, which takes a fifth of the
 * time. Until the transaction ends others wait for the table, therefore only then; else the rows go in as usual. A table
 * that is quite empty begins a new file, which a server that nobody copies writes without its journal; where there is
 * something already, the primary key stays, to tell who is there. In: a transaction, the table, how many rows come at
 * most, what writes them; names of indexes that stay, as hardly any of these rows enter them, or all at one place: to read
 * the whole table once more for each would take longer.
 */
export async function withoutIndexes<T>(
  ctx: Writer,
  table: string,
  coming: number,
  fill: (room: Room) => Promise<T>,
  staying: readonly string[] = [],
): Promise<T> {
  if (coming < MANY || (await heldAtLeast(ctx, table, coming * FEW)))
    return fill({ alone: false, renewed: false });
  await sql`lock table ${sql.raw(table)} in access exclusive mode`.execute(ctx.db);
  const renewed = await renewWhenEmpty(ctx, table);
  // A commit waits until a new file is on the disk: begun while it is written, hardly anything is left to wait for.
  if (renewed) await sql`set local backend_flush_after = '1MB'`.execute(ctx.db);
  const indexes = await indexesOf(ctx, table, { staying, primary: renewed });
  await together(
    ctx,
    indexes.map(({ drop }) => drop),
  );
  const result = await fill({ alone: true, renewed });
  // A search index is made in less time in what the processor keeps near than in more: a sixth less than in 256 MB.
  const memory = `set local maintenance_work_mem = '64MB'`;
  await together(ctx, [memory, ...indexes.map(({ make }) => make)]);
  return result;
}

/** In one message: the server does not wait for this process, which does other work meanwhile. */
const together = (ctx: Writer, statements: readonly string[]) =>
  statements.length === 0 ? undefined : sql`${sql.raw(statements.join('; '))}`.execute(ctx.db);

interface Leaving {
  /** Names of indexes that stay. */
  readonly staying: readonly string[];
  /** Whether the primary key goes as well. */
  readonly primary: boolean;
}

/** What drops each index, and what makes it again; those that a foreign key leans on are left. */
function indexesOf(
  ctx: Writer,
  table: string,
  { staying, primary }: Leaving,
): Promise<{ drop: string; make: string }[]> {
  return rows(
    ctx.db,
    sql<{ drop: string; make: string }>`select
        coalesce('alter table ' || i.indrelid::regclass || ' drop constraint ' || quote_ident(c.conname),
          'drop index ' || i.indexrelid::regclass) "drop",
        coalesce('alter table ' || i.indrelid::regclass || ' add constraint ' || quote_ident(c.conname) || ' '
          || pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) make
      from pg_index i join pg_class n on n.oid = i.indexrelid
      left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
      where i.indrelid = ${table}::regclass and (${primary} or not i.indisprimary) and n.relname <> all(${[...staying]})
        and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)
      order by i.indexrelid`,
  );
}

/** Begins a table anew where nothing is in it, nor in those that lean on it: they can only begin together. */
async function renewWhenEmpty(ctx: Writer, table: string): Promise<boolean> {
  if (await heldAtLeast(ctx, table, 1)) return false;
  const leaning = await leaningOn(ctx, table);
  if (leaning.length > 0 && !(await lockAtOnce(ctx, leaning))) return false;
  for (const one of leaning) if (await heldAtLeast(ctx, one, 1)) return false;
  await sql`truncate table ${sql.raw([table, ...leaning].join(', '))}`.execute(ctx.db);
  return true;
}

/** The tables with a foreign key to a table, and those with one to them. */
async function leaningOn(ctx: Writer, table: string): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ name: string }>`with recursive leaning as (
        select conrelid id from pg_constraint where contype = 'f' and confrelid = ${table}::regclass
        union select c.conrelid from pg_constraint c join leaning l on c.confrelid = l.id where c.contype = 'f')
      select id::regclass::text name from leaning where id <> ${table}::regclass order by 1`,
  );
  return found.map(({ name }) => name);
}

/** `lock_not_available`. */
const TAKEN = '55P03';

// Whoever writes into one of them may wait for the first table, which is locked already: to wait for them would be a circle.
async function lockAtOnce(ctx: Writer, tables: readonly string[]): Promise<boolean> {
  await sql`savepoint locking`.execute(ctx.db);
  try {
    await sql`lock table ${sql.raw(tables.join(', '))} in access exclusive mode nowait`.execute(ctx.db);
    // Rows are copied as if they had always been there only in the very part of a transaction that began their table.
    await sql`release savepoint locking`.execute(ctx.db);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== TAKEN) throw error;
    await sql`rollback to savepoint locking`.execute(ctx.db);
    await sql`release savepoint locking`.execute(ctx.db);
    return false;
  }
}

async function heldAtLeast(ctx: Writer, table: string, count: number): Promise<boolean> {
  const found = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from (
      select from ${sql.raw(table)} limit ${Math.ceil(count)}) first_ones`,
  );
  return (found?.n ?? 0) >= Math.ceil(count);
}
