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

/** What becomes of some indexes, by their names, where the others are made after the rows. */
export interface OtherIndexes {
  /**
   * Those that hardly any of these rows enter, or all at one place, stay: to read the whole table once more for each would
   * take longer.
   */
  readonly staying?: readonly string[];
  /** Those that only make a reader wait less: they are left to `makeLateIndexes`, once everybody can read the rows. */
  readonly late?: readonly string[];
}

/**
 * Fills a table that is nearly empty with many rows: its indexes are made after, in one go, which takes a fifth of the
 * time. Until the transaction ends others wait for the table, therefore only then; else the rows go in as usual. A table
 * that is quite empty begins a new file, which a server that nobody copies writes without its journal; where there is
 * something already, the primary key stays, to tell who is there. In: a transaction, the table, how many rows come at
 * most, what writes them; what becomes of some indexes.
 */
export async function withoutIndexes<T>(
  ctx: Writer,
  table: string,
  coming: number,
  fill: (room: Room) => Promise<T>,
  { staying = [], late = [] }: OtherIndexes = {},
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
  const isLate = ({ name }: Index) => late.includes(name);
  await leaveForLater(ctx, table, indexes.filter(isLate));
  // As `platform.make_late_indexes` does.
  const memory = `set local maintenance_work_mem = '64MB'`;
  await together(ctx, [memory, ...indexes.filter((index) => !isLate(index)).map(({ make }) => make)]);
  return result;
}

async function leaveForLater(ctx: Writer, relation: string, indexes: readonly Index[]): Promise<void> {
  for (const { name, make } of indexes)
    await sql`insert into platform.late_indexes (name, relation, made_by) values (${name}, ${relation}, ${make})`.execute(
      ctx.db,
    );
}

/**
 * Makes the indexes of a table that `withoutIndexes` left for later, all at once; nothing where there are none. Who writes
 * into the table waits for them, who reads does not.
 */
export async function makeLateIndexes(ctx: Writer, table: string): Promise<void> {
  await sql`select platform.make_late_indexes(${table})`.execute(ctx.db);
}

/** The indexes of a table that were left for later and are not there yet: their names. */
export async function lateIndexes(ctx: Writer, table: string): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ name: string }>`select name from platform.late_indexes where relation = ${table} order by name`,
  );
  return found.map(({ name }) => name);
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

interface Index {
  readonly name: string;
  readonly drop: string;
  readonly make: string;
}

/**
 * What drops each index, and what makes it again. Foreign keys that lean on one go before it and come after it, where the
 * table began anew: those who lean on it are empty as well, and kept from everybody. Else it is left.
 */
async function indexesOf(ctx: Writer, table: string, { staying, primary }: Leaving): Promise<Index[]> {
  const found = await rows(
    ctx.db,
    sql<Index & { leaning: Omit<Index, 'name'>[] }>`select n.relname name,
        coalesce('alter table ' || i.indrelid::regclass || ' drop constraint ' || quote_ident(c.conname),
          'drop index ' || i.indexrelid::regclass) "drop",
        coalesce('alter table ' || i.indrelid::regclass || ' add constraint ' || quote_ident(c.conname) || ' '
          || pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) make, f.leaning
      from pg_index i join pg_class n on n.oid = i.indexrelid
      left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
      cross join lateral (select coalesce(jsonb_agg(jsonb_build_object(
          'drop', 'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname),
          'make', 'alter table ' || conrelid::regclass || ' add constraint ' || quote_ident(conname) || ' '
            || pg_get_constraintdef(oid)) order by oid), '[]') leaning
        from pg_constraint where contype = 'f' and conindid = i.indexrelid) f
      where i.indrelid = ${table}::regclass and (${primary} or not i.indisprimary) and n.relname <> all(${[...staying]})
        and (${primary} or f.leaning = '[]')
      order by i.indexrelid`,
  );
  return found.map(({ name, drop, make, leaning }) => ({
    name,
    drop: [...leaning.map((key) => key.drop), drop].join('; '),
    make: [make, ...leaning.map((key) => key.make)].join('; '),
  }));
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
