import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type Ctx, copyingTransaction } from '../../../platform/context.js';
import { type Judged, judged, type Mode } from '../../../platform/files/loading.js';
import { isTooMuch } from '../../../platform/files/too-much.js';
import { bringsPeople, diff } from './diff.js';
import type { ImportCount, ImportExample, ImportReport, StagedFile } from './import.js';
import { mergeOfExtraction, openMerging, releaseOfClosed } from './merge-accounts.js';
import { publish } from './publish.js';
import { type Aside, settleStructures } from './settle-structures.js';
import { hasSkillsFile, LOADS } from './store.js';
import { endStandInSkills, writeStatements } from './write-statements.js';

/** What became of the changes of the files. */
export type Applied = Judged & Pick<ImportReport, 'counts' | 'examples'>;

/** What goes on while the lines are compared. */
export interface Beside {
  /** To be waited for before anybody is told. */
  readonly ready?: Promise<void> | undefined;
  /** The places that the activities name. */
  readonly aside?: Promise<Aside> | undefined;
}

/**
 * Applies the staged files of one load in one transaction: all of them, or nothing when the changes are too many to be
 * trusted or only to be counted. In: the load, its files in their order, what goes on beside. Out: what happened, with
 * the counts.
 */
export function applyImport(
  ctx: Ctx,
  id: number,
  files: readonly StagedFile[],
  mode: Mode,
  beside: Beside = {},
): Promise<Applied> {
  return judged(mode, (judge) =>
    copyingTransaction(ctx, (tx, client) => write(tx, client, { id, files, beside }, judge)),
  );
}

/** What was read of a first publication in the transaction that writes it. */
export interface FirstRead {
  readonly files: readonly StagedFile[];
  /** The activities, which the register holds already. */
  readonly taken: readonly ImportCount[];
  readonly beside: Beside;
}

/**
 * The same for a publication whose activities `read` takes straight into the register. In: the load, what reads in the
 * transaction and on its connection.
 */
export function applyFirst(
  ctx: Ctx,
  id: number,
  mode: Mode,
  read: (tx: Ctx, client: PoolClient) => Promise<FirstRead>,
): Promise<Applied> {
  return judged(mode, (judge) =>
    copyingTransaction(ctx, async (tx, client) =>
      write(tx, client, { id, ...(await read(tx, client)) }, judge),
    ),
  );
}

type Found = Pick<Applied, 'counts' | 'examples'>;

async function write(
  tx: Ctx,
  client: PoolClient,
  applying: Applying,
  judge: (found: Found, tooMuch: boolean) => void,
): Promise<Found> {
  const { id, files, beside } = applying;
  const { found, settlePlaces } = await applyFiles(tx, client, applying);
  judge(found, tooMuch(files, found.counts));
  await publish(tx, id, async () => {
    await settlePlaces();
    await beside.ready;
  });
  await LOADS.book.dropStaged(tx, id);
  await LOADS.book.settle(tx, id, 'applied', found);
  return found;
}

/** Whether a file names nobody but people who are new by it. */
const areAllNew = (counts: readonly ImportCount[]): boolean =>
  counts.every(({ known, unchanged, updated, conflicts }) => known + unchanged + updated + conflicts === 0);

/** Whether the changes of one kind of identifier in one file are too many. */
function tooMuch(files: readonly StagedFile[], counts: readonly ImportCount[]): boolean {
  return files.some(({ kind }) => counts.some((count) => count.file === kind && isTooMuch(count)));
}

interface Applying {
  readonly id: number;
  readonly files: readonly StagedFile[];
  readonly beside: Beside;
  readonly taken?: FirstRead['taken'];
}

async function applyFiles(ctx: Ctx, client: PoolClient, { id, files, beside, taken }: Applying) {
  const { aside } = beside;
  await sql`set local jit = off`.execute(ctx.db);
  await sql`set local work_mem = '128MB'`.execute(ctx.db);
  await sql`create temp table import_touched (id_nat text collate "C") on commit drop`.execute(ctx.db);
  await openMerging(ctx);
  const hadSkills = await hasSkillsFile(ctx);
  const withSkills = !hadSkills && !files.some((file) => file.kind === 'savoir-faire');
  const counts: ImportCount[] = [];
  const examples: ImportExample[] = [];
  let settlePlaces = async () => {};
  for (const { kind, ...damage } of files) {
    const table = LOADS.book.staged(id, kind);
    if (taken && aside && kind === 'personne-activite') {
      counts.push(...taken);
      settlePlaces = async () => settleStructures(ctx, { kind, table, client, aside: await aside });
      continue;
    }
    const found = await diff(ctx, kind, table, damage);
    counts.push(...found.counts);
    examples.push(...found.examples);
    await writeStatements(ctx, { kind, id, table, withSkills });
    if (kind === 'savoir-faire' && !hadSkills) await endStandInSkills(ctx, id);
    // What is worked out beside is waited for when all the rest is done.
    if (aside && kind === 'personne-activite' && areAllNew(found.counts))
      settlePlaces = async () => settleStructures(ctx, { kind, table, client, aside: await aside });
    else if (bringsPeople(kind)) await settleStructures(ctx, { kind, table, client });
    await sql`insert into import_touched select id_nat from import_change where outcome <> 'kept'`.execute(
      ctx.db,
    );
    await sql`drop table import_change`.execute(ctx.db);
    if (kind === 'prosanteconnect') await mergeOfExtraction(ctx, id);
  }
  await releaseOfClosed(ctx);
  if (taken) await leaveOutTaken(ctx, id);
  return { found: { counts, examples }, settlePlaces };
}

/** People whom this load has just brought are at their first version, whatever its other files say of them. */
async function leaveOutTaken(ctx: Ctx, id: number): Promise<void> {
  await sql`delete from import_touched t using registry.persons p
    where p.id_nat = t.id_nat collate "default" and p.load = ${id}`.execute(ctx.db);
}
