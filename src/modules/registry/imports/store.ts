import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { LoadBook } from '../../../platform/files/load-book.js';
import { errors } from '../errors.js';
import type { FileKind } from '../files/index.js';
import type { ImportReport, StagedFile } from './import.js';

/** The loads of files about people. */
export const LOADS = {
  book: new LoadBook<ImportReport>({
    schema: 'registry',
    staged: 'lines',
    named: ['source'],
    facts: ['files', 'counts', 'examples', 'merged'],
  }),
  busy: errors.importBusy,
  notHeld: errors.importNotHeld,
  // The files of the directory may be loaded one by one: that of the savoir-faire says nothing of the activities.
  replaces: (newer: ImportReport, older: ImportReport): boolean =>
    newer.files.some(({ kind }) => older.files.some((file) => file.kind === kind)),
};

/** A load by its number. */
export const readImport = (ctx: Pick<Ctx, 'db'>, id: number): Promise<ImportReport | undefined> =>
  LOADS.book.read(ctx, id);

/** The loads that wait for a decision, and the last ones, newest first. */
export const lastImports = (ctx: Pick<Ctx, 'db'>, limit?: number): Promise<ImportReport[]> =>
  LOADS.book.last(ctx, limit);

/** The loads before a number, newest first. */
export const importsBefore = (ctx: Pick<Ctx, 'db'>, id: number, limit?: number): Promise<ImportReport[]> =>
  LOADS.book.before(ctx, id, limit);

/** The newest file of each kind that was applied, and when. */
export function lastFiles(ctx: Pick<Ctx, 'db'>): Promise<(StagedFile & { readonly at: Date })[]> {
  return rows(
    ctx.db,
    sql<StagedFile & { at: Date }>`select distinct on (kind) f.*, at
      from registry.imports, jsonb_to_recordset(files) as f (kind text, name text, "publishedAt" text, lines int, rejected int)
      where state = 'applied' order by kind, "publishedAt" desc, id desc`,
  );
}

/** The newest file of correspondences that was applied; undefined before the first. */
export const lastCorrespondences = (ctx: Pick<Ctx, 'db'>): Promise<ImportReport | undefined> =>
  LOADS.book.lastApplied(ctx, { source: 'correspondances' });

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

/** Whether a file of savoir-faire was ever applied. */
export async function hasSkillsFile(ctx: Pick<Ctx, 'db'>): Promise<boolean> {
  return (await lastPublication(ctx, 'savoir-faire')) !== undefined;
}
