import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type Ctx, copyingTransaction } from '../../../platform/context.js';
import { isTooMuch } from '../../../platform/files/too-much.js';
import { bringsPeople, diff } from './diff.js';
import type { ImportCount, ImportExample, ImportReport, StagedFile } from './import.js';
import { mergeOfExtraction, openMerging, releaseOfClosed } from './merge-accounts.js';
import { publish } from './publish.js';
import { settleStructures } from './settle-structures.js';
import { linesTable } from './stage.js';
import { hasSkillsFile, settleImport } from './store.js';
import { endStandInSkills, writeStatements } from './write-statements.js';

/** What to do with changes: write them, write them whatever their number, or only count them. */
export type Mode = 'check' | 'release' | 'dry-run';

export type Applied = Pick<ImportReport, 'counts' | 'examples'> & {
  readonly state: 'applied' | 'held' | 'counted';
};

/** Undoes the transaction and carries the counts out of it. */
class Undone extends Error {
  constructor(readonly applied: Applied) {
    super('undone');
  }
}

/**
 * Applies the staged files of one load in one transaction: all of them, or nothing when the changes are too many to be
 * trusted or only to be counted. In: the load, its files in their order. Out: what happened, with the counts.
 */
export async function applyImport(
  ctx: Ctx,
  id: number,
  files: readonly StagedFile[],
  mode: Mode,
): Promise<Applied> {
  try {
    return await copyingTransaction(ctx, async (tx, client) => {
      const { counts, examples } = await applyFiles(tx, client, id, files);
      if (mode === 'dry-run') throw new Undone({ state: 'counted', counts, examples });
      if (mode === 'check' && tooMuch(files, counts)) throw new Undone({ state: 'held', counts, examples });
      await publish(tx, id);
      for (const { kind } of files) await sql`drop table ${sql.raw(linesTable(id, kind))}`.execute(tx.db);
      await settleImport(tx, id, { state: 'applied', counts, examples });
      return { state: 'applied', counts, examples };
    });
  } catch (error) {
    if (error instanceof Undone) return error.applied;
    throw error;
  }
}

/** Whether the changes of one kind of identifier in one file are too many. */
function tooMuch(files: readonly StagedFile[], counts: readonly ImportCount[]): boolean {
  return files.some(({ kind }) => counts.some((count) => count.file === kind && isTooMuch(count)));
}

async function applyFiles(ctx: Ctx, client: PoolClient, id: number, files: readonly StagedFile[]) {
  await sql`set local jit = off`.execute(ctx.db);
  await sql`set local work_mem = '128MB'`.execute(ctx.db);
  await sql`create temp table import_touched (id_nat text collate "C") on commit drop`.execute(ctx.db);
  await openMerging(ctx);
  const hadSkills = await hasSkillsFile(ctx);
  const withSkills = !hadSkills && !files.some((file) => file.kind === 'savoir-faire');
  const counts: ImportCount[] = [];
  const examples: ImportExample[] = [];
  for (const { kind } of files) {
    const table = linesTable(id, kind);
    const found = await diff(ctx, kind, table);
    counts.push(...found.counts);
    examples.push(...found.examples);
    await writeStatements(ctx, { kind, id, table, withSkills });
    if (kind === 'savoir-faire' && !hadSkills) await endStandInSkills(ctx, id);
    if (bringsPeople(kind)) await settleStructures(ctx, client, kind, table);
    await sql`insert into import_touched select id_nat from import_change where outcome <> 'kept'`.execute(
      ctx.db,
    );
    await sql`drop table import_change`.execute(ctx.db);
    if (kind === 'prosanteconnect') await mergeOfExtraction(ctx, id);
  }
  await releaseOfClosed(ctx);
  return { counts, examples };
}
