import { sql } from 'kysely';
import { today } from '../../platform/clock.js';
import { type Ctx, transaction } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { journal } from '../../platform/journal.js';
import { documentTypes, shippedMatrixFile } from './document-types.js';
import { matrixErrors } from './errors.js';
import { type DmpChange, dmpChanges } from './rules/dmp-changes.js';
import { readDmpFile } from './rules/dmp-file.js';
import type { DmpMatrix } from './rules/dmp-matrix.js';

/** A version of the matrix, as the operator sees it. */
export interface LoadedMatrix {
  readonly id: number;
  readonly version: string;
  readonly date: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly undoneAt: Date | null;
}

/** Reads a file of the matrix. @throws Refusal 422 with what is wrong, line by line */
function read(text: string): DmpMatrix {
  const found = readDmpFile(text, documentTypes());
  if ('problems' in found) throw matrixErrors.file(found.problems);
  return found.matrix;
}

/** The matrix in force on a day (`YYYY-MM-DD`; today by default): text and lines. */
export async function dmpMatrixFile(ctx: Pick<Ctx, 'db' | 'clock'>, on = today(ctx.clock)): Promise<string> {
  const held = await one(
    ctx.db,
    sql<{ content: string }>`select content from guidance.dmp_matrices
      where undone_at is null and date <= ${on}::date order by date desc, id desc limit 1`,
  );
  return held?.content ?? shippedMatrixFile();
}

/** The matrix in force on a day, read anew: a version that was loaded or undone counts at once, in every process. */
export const dmpMatrix = async (ctx: Pick<Ctx, 'db' | 'clock'>, on?: string): Promise<DmpMatrix> =>
  read(await dmpMatrixFile(ctx, on));

/** What a file would change on its first day. Nothing is written. @throws Refusal 422 a file that is not one */
export async function previewDmpMatrix(
  ctx: Ctx,
  text: string,
): Promise<{ matrix: DmpMatrix; current: DmpMatrix; changes: DmpChange[] }> {
  const matrix = read(text);
  const current = await dmpMatrix(ctx, matrix.date);
  return { matrix, current, changes: dmpChanges(current, matrix, documentTypes()) };
}

/**
 * Loads a version: it counts from the day that it names. Journaled.
 * @throws Refusal 422 a file that is not one or no reason, 409 a version that is there
 */
export function loadDmpMatrix(
  ctx: Ctx,
  { text, reason }: { text: string; reason: string },
): Promise<DmpMatrix> {
  const matrix = read(text);
  if (!reason.trim() || reason.length > 300) throw matrixErrors.noReason();
  return transaction(ctx, async (tx) => {
    const made = await one(
      tx.db,
      sql`insert into guidance.dmp_matrices (version, date, content, reason, loaded_by, loaded_at)
        values (${matrix.version}, ${matrix.date}::date, ${text}, ${reason.trim()}, ${tx.actor}, ${tx.clock.now()})
        on conflict (version) where undone_at is null do nothing returning id`,
    );
    if (!made) throw matrixErrors.alreadyLoaded(matrix.version);
    const data = { version: matrix.version, date: matrix.date };
    await journal(tx, { act: 'guidance.load-dmp-matrix', outcome: 'done', reason: reason.trim(), data });
    return matrix;
  });
}

/** Undoes a version: what counted before counts again, at once. Journaled. @throws Refusal 404 none, or already undone */
export function undoDmpMatrix(ctx: Ctx, id: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    const undone = await one(
      tx.db,
      sql<{
        version: string;
      }>`update guidance.dmp_matrices set undone_at = ${tx.clock.now()}, undone_by = ${tx.actor}
        where id = ${id} and undone_at is null returning version`,
    );
    if (!undone) throw matrixErrors.notLoaded();
    await journal(tx, { act: 'guidance.undo-dmp-matrix', outcome: 'done', data: undone });
  });
}

/** The versions that were loaded, the newest first. */
export const loadedDmpMatrices = (ctx: Pick<Ctx, 'db'>): Promise<LoadedMatrix[]> =>
  rows(
    ctx.db,
    sql<LoadedMatrix>`select id, version, to_char(date, 'YYYY-MM-DD') date, reason, loaded_by by, loaded_at at,
      undone_at "undoneAt" from guidance.dmp_matrices order by id desc limit 100`,
  );
