import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { one, rows } from './connection.js';

/** Fewer rows are not worth it. */
const MANY = 250_000;
/** A table that holds more than this share of what comes is read by too many people to be kept from them. */
const FEW = 0.1;

/**
 * Fills a table that is nearly empty with many rows: its indexes are made after, in one go, which takes a fifth of the
 * time. Until the transaction ends readers of the table wait, therefore only then; else the rows go in as usual. Indexes
 * that keep a rule (unique ones) stay. In: a transaction, the table, how many rows come at most, what writes them.
 */
export async function withoutIndexes<T>(
  ctx: Ctx,
  table: string,
  coming: number,
  fill: () => Promise<T>,
): Promise<T> {
  if (coming < MANY || (await heldAtLeast(ctx, table, coming * FEW))) return fill();
  const indexes = await rows(
    ctx.db,
    sql<{ name: string; definition: string }>`select indexrelid::regclass::text as name,
        pg_get_indexdef(indexrelid) definition
      from pg_index where indrelid = ${table}::regclass and not indisunique`,
  );
  for (const { name } of indexes) await sql`drop index ${sql.raw(name)}`.execute(ctx.db);
  const result = await fill();
  await sql`set local maintenance_work_mem = '256MB'`.execute(ctx.db);
  for (const { definition } of indexes) await sql`${sql.raw(definition)}`.execute(ctx.db);
  return result;
}

async function heldAtLeast(ctx: Ctx, table: string, count: number): Promise<boolean> {
  const found = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from (
      select from ${sql.raw(table)} limit ${Math.ceil(count)}) first_ones`,
  );
  return (found?.n ?? 0) >= count;
}
