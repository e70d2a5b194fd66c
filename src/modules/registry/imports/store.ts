import { sql } from 'kysely';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { FileKind } from '../files/index.js';
import type { ImportReport, ImportState, LoadSource, StagedFile } from './import.js';
import { linesTable } from './stage.js';

const COLUMNS = sql.raw('id, source, state, actor, at, files, counts, examples');

/** Opens a load and gives it its number. */
export async function openImport(ctx: Ctx, source: LoadSource): Promise<number> {
  const opened = await one(
    ctx.db,
    sql<{ id: number }>`insert into registry.imports (source, state, actor, at)
      values (${source}, 'reading', ${ctx.actor}, ${ctx.clock.now()}) returning id`,
  );
  if (!opened) throw new Error('no load was opened');
  return opened.id;
}

/** Writes what a load has come to. */
export async function settleImport(
  ctx: Ctx,
  id: number,
  what: { state: ImportState } & Partial<Pick<ImportReport, 'files' | 'counts' | 'examples'>>,
): Promise<void> {
  await sql`update registry.imports set state = ${what.state}, at = ${ctx.clock.now()},
      files = coalesce(${json(what.files)}::jsonb, files), counts = coalesce(${json(what.counts)}::jsonb, counts),
      examples = coalesce(${json(what.examples)}::jsonb, examples)
    where id = ${id}`.execute(ctx.db);
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** A load by its number. */
export function readImport(ctx: Pick<Ctx, 'db'>, id: number): Promise<ImportReport | undefined> {
  return one(ctx.db, sql<ImportReport>`select ${COLUMNS} from registry.imports where id = ${id}`);
}

/** The loads that wait for a decision, and the last ones, newest first. */
export function lastImports(ctx: Pick<Ctx, 'db'>, limit = 20): Promise<ImportReport[]> {
  return rows(
    ctx.db,
    sql<ImportReport>`select ${COLUMNS} from registry.imports order by (state = 'held') desc, id desc limit ${limit}`,
  );
}

/** The newest publication of a kind of file that was applied, and when; undefined before the first. */
export function lastPublication(
  ctx: Pick<Ctx, 'db'>,
  kind: FileKind,
): Promise<{ publishedAt: string; at: Date } | undefined> {
  return one(
    ctx.db,
    sql<{ publishedAt: string; at: Date }>`select f ->> 'publishedAt' "publishedAt", at
      from registry.imports, jsonb_array_elements(files) f
      where state = 'applied' and f ->> 'kind' = ${kind} order by f ->> 'publishedAt' desc limit 1`,
  );
}

/** Drops the staged lines of a load. */
export async function dropLines(
  ctx: Ctx,
  id: number,
  files: readonly Pick<StagedFile, 'kind'>[],
): Promise<void> {
  for (const { kind } of files) {
    await sql`drop table if exists ${sql.raw(linesTable(id, kind))}`.execute(ctx.db);
  }
}

/** What a process that died left: its load is marked, its lines are dropped. Under the lock of the loads. */
export async function sweep(client: pg.Client): Promise<void> {
  await client.query(`update registry.imports set state = 'interrupted' where state = 'reading'`);
  const left = await client.query<{ name: string }>(
    `select t.tablename name from pg_tables t where t.schemaname = 'registry' and t.tablename ~ '^lines_[0-9]+_'
      and not exists (select from registry.imports i
        where i.state = 'held' and i.id = split_part(t.tablename, '_', 2)::bigint)`,
  );
  for (const { name } of left.rows) await client.query(`drop table registry.${name}`);
}

/** Whether a file of savoir-faire was ever applied. */
export async function hasSkillsFile(ctx: Pick<Ctx, 'db'>): Promise<boolean> {
  return (await lastPublication(ctx, 'savoir-faire')) !== undefined;
}
