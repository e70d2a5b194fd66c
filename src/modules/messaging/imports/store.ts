import { sql } from 'kysely';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { MailLoadState, MailReport } from './import.js';

/** Table of the staged lines of a load. */
export const linesTable = (id: number): string => `messaging.lines_${id}`;

const COLUMNS = sql.raw('id, state, actor, at, file, counts');

/** Opens a load and gives it its number. */
export async function openLoad(ctx: Ctx): Promise<number> {
  const opened = await one(
    ctx.db,
    sql<{ id: number }>`insert into messaging.imports (state, actor, at)
      values ('reading', ${ctx.actor}, ${ctx.clock.now()}) returning id`,
  );
  if (!opened) throw new Error('no load was opened');
  return opened.id;
}

/** Writes what a load has come to. */
export async function settleLoad(
  ctx: Ctx,
  id: number,
  what: { state: MailLoadState } & Partial<Pick<MailReport, 'file' | 'counts'>>,
): Promise<void> {
  await sql`update messaging.imports set state = ${what.state}, at = ${ctx.clock.now()},
      file = coalesce(${json(what.file)}::jsonb, file), counts = coalesce(${json(what.counts)}::jsonb, counts)
    where id = ${id}`.execute(ctx.db);
}

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));

/** A load by its number. */
export function readLoad(ctx: Pick<Ctx, 'db'>, id: number): Promise<MailReport | undefined> {
  return one(ctx.db, sql<MailReport>`select ${COLUMNS} from messaging.imports where id = ${id}`);
}

/** The loads that wait for a decision, and the last ones, newest first. */
export function lastMailLoads(ctx: Pick<Ctx, 'db'>, limit = 20): Promise<MailReport[]> {
  return rows(
    ctx.db,
    sql<MailReport>`select ${COLUMNS} from messaging.imports order by (state = 'held') desc, id desc limit ${limit}`,
  );
}

/** When the newest file applied was published; undefined before the first. */
export async function lastPublished(ctx: Pick<Ctx, 'db'>): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{
      at: string | null;
    }>`select max(file ->> 'publishedAt') at from messaging.imports where state = 'applied'`,
  );
  return found?.at ?? undefined;
}

/** Drops the staged lines of a load. */
export async function dropLines(ctx: Ctx, id: number): Promise<void> {
  await sql`drop table if exists ${sql.raw(linesTable(id))}`.execute(ctx.db);
}

/** What a process that died left: its load is marked, its lines are dropped. Under the lock of the loads. */
export async function sweep(client: pg.Client): Promise<void> {
  await client.query(`update messaging.imports set state = 'interrupted' where state = 'reading'`);
  const left = await client.query<{ name: string }>(
    `select t.tablename name from pg_tables t where t.schemaname = 'messaging' and t.tablename ~ '^lines_[0-9]+$'
      and not exists (select from messaging.imports i
        where i.state = 'held' and i.id = split_part(t.tablename, '_', 2)::bigint)`,
  );
  for (const { name } of left.rows) await client.query(`drop table messaging.${name}`);
}
