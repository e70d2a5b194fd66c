import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type Ctx, copyingTransaction } from '../../../platform/context.js';
import { type Judged, judged, type Mode } from '../../../platform/files/loading.js';
import { isTooMuch } from '../../../platform/files/too-much.js';
import { bringsPeople, diff } from './diff.js';
import type { ImportCount, ImportExample, ImportReport, StagedFile } from './import.js';
import { mergeOfExtraction, openMerging, releaseOfClosed } from './merge-accounts.js';
import { publish } from './publish.js';
import { settleStructures } from './settle-structures.js';
import { hasSkillsFile, LOADS } from './store.js';
import { endStandInSkills, writeStatements } from './write-statements.js';

/** What became of the changes of the files. */
export type Applied = Judged & Pick<ImportReport, 'counts' | 'examples'>;

/**
 * Applies the staged files of one load in one transaction: all of them, or nothing when the changes are too many to be
 * trusted or only to be counted. In: the load, its files in their order. Out: what happened, with the counts.
 */
export function applyImport(
  ctx: Ctx,
  id: number,
  files: readonly StagedFile[],
  mode: Mode,
): Promise<Applied> {
  return judged(mode, (judge) =>
    copyingTransaction(ctx, async (tx, client) => {
      const found = await applyFiles(tx, client, id, files);
      judge(found, tooMuch(files, found.counts));
      await publish(tx, id);
      await LOADS.book.dropStaged(tx, id);
      await LOADS.book.settle(tx, id, 'applied', found);
      return found;
    }),
  );
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
    const table = LOADS.book.staged(id, kind);
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
