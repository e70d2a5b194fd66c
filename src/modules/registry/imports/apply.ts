import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import type { FileKind } from '../files/index.js';
import { bringsPeople, diff } from './diff.js';
import type { ImportCount, ImportExample, ImportReport, StagedFile } from './import.js';
import { publish } from './publish.js';
import { isTooMuch } from './rules/too-much.js';
import { settleStructures } from './settle-structures.js';
import { linesTable } from './stage.js';
import { hasSkillsFile, settleImport } from './store.js';
import { wantParts } from './wanted-parts.js';
import { writeParts } from './write-parts.js';

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
    return await transaction(ctx, async (tx) => {
      const { counts, examples } = await applyFiles(tx, id, files);
      if (mode === 'dry-run') throw new Undone({ state: 'counted', counts, examples });
      if (mode === 'check' && tooMuch(files, counts)) throw new Undone({ state: 'held', counts, examples });
      await publish(tx);
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

async function applyFiles(ctx: Ctx, id: number, files: readonly StagedFile[]) {
  await sql`set local jit = off`.execute(ctx.db);
  await sql`set local work_mem = '128MB'`.execute(ctx.db);
  await sql`create temp table import_touched (person_id bigint) on commit drop`.execute(ctx.db);
  const hadSkills = await hasSkillsFile(ctx);
  const skillsElsewhere = hadSkills || files.some((file) => file.kind === 'savoir-faire');
  const counts: ImportCount[] = [];
  const examples: ImportExample[] = [];
  for (const { kind } of files) {
    const table = linesTable(id, kind);
    const found = await diff(ctx, kind, table);
    counts.push(...found.counts);
    examples.push(...found.examples);
    if (kind === 'savoir-faire' && !hadSkills) await endStandInSkills(ctx);
    await applyFile(ctx, kind, table, skillsElsewhere);
  }
  return { counts, examples };
}

async function applyFile(ctx: Ctx, kind: FileKind, table: string, skillsElsewhere: boolean): Promise<void> {
  const answers = await wantParts(ctx, kind, table, skillsElsewhere);
  if (bringsPeople(kind)) await settleStructures(ctx);
  await writeParts(ctx, kind, answers);
  await sql`insert into import_touched select person_id from import_change
    where outcome <> 'kept' except select person_id from import_touched`.execute(ctx.db);
  await sql`drop table import_seen, import_change, import_cells, import_wanted, import_held, import_gone`.execute(
    ctx.db,
  );
}

/** The first file of savoir-faire answers for all of them, also for people whom it does not name. */
async function endStandInSkills(ctx: Ctx): Promise<void> {
  await sql`insert into import_change (id_nat, person_id, words, exercises, alone, outcome)
    select i.id_nat, i.person_id, '', '{}', false, 'cleared' from registry.imported i
    where i.file = 'personne-activite' and not i.closed
      and exists (select from registry.parts p where p.person_id = i.person_id and p.kind = 'skill'
        and p.superseded_at is null and p.valid_to is null and p.act like 'import %')
      and not exists (select from registry.memberships m where m.person_id = i.person_id)
      and not exists (select from import_change c where c.person_id = i.person_id)`.execute(ctx.db);
}
