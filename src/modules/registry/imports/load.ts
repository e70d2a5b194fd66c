import { basename } from 'node:path';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { alone } from '../../../platform/files/alone.js';
import { openFile } from '../../../platform/files/open-file.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { type JournalEntry, journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { type FileKind, parseFileName } from '../files/index.js';
import { type Applied, applyImport, type Mode } from './apply.js';
import { FILES_OF, type ImportReport, type ImportSource, type StagedFile } from './import.js';
import { linesTable, stage } from './stage.js';
import {
  dropLines,
  lastImports,
  lastPublication,
  openImport,
  readImport,
  settleImport,
  sweep,
} from './store.js';

export interface ImportRequest {
  readonly source: ImportSource;
  readonly paths: readonly string[];
  /** AAAAMMJJhhmm, for files whose names do not tell it. */
  readonly publishedAt?: string | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

export type ImportOutcome = Omit<ImportReport, 'state'> &
  Pick<Applied, 'state'> & {
    /** Where the rejected lines are told; undefined when there are none. */
    readonly rejects?: string;
  };

/**
 * Loads the files of one publication. In: a direct address of the database, for the lock and the copy; the request.
 * Out: what changed, or was held, or would change. Throws the refusals `registry.import-…` and `file.…`; nothing is changed then,
 * nor when the process dies: the same request starts again from the beginning.
 */
export async function importFiles(ctx: Ctx, url: string, request: ImportRequest): Promise<ImportOutcome> {
  return alone(url, errors.importBusy, async (client) => {
    await sweep(client);
    const id = await openImport(ctx, request.source);
    const rejects = new Rejects(`${request.rejectsIn}/rejets-${id}.txt`);
    const files: StagedFile[] = [];
    try {
      for (const path of request.paths)
        files.push(await stageFile(ctx, client, { id, rejects, files, path, request }));
      files.sort((a, b) => order(request.source, a.kind) - order(request.source, b.kind));
      await settleImport(ctx, id, { state: 'reading', files });
      const applied = await applyImport(ctx, id, files, request.dryRun ? 'dry-run' : 'check');
      await settle(ctx, client, { id, source: request.source, files }, applied);
      const report = await readImport(ctx, id);
      if (!report) throw new Error(`load ${id} has vanished`);
      return { ...report, ...applied, ...(rejects.count > 0 && { rejects: rejects.path }) };
    } catch (error) {
      await sweepQuietly(client, ctx, id);
      throw error;
    }
  });
}

const order = (source: ImportSource, kind: FileKind): number => FILES_OF[source].indexOf(kind);

interface StagingOfOne {
  readonly id: number;
  readonly rejects: Rejects;
  readonly files: readonly StagedFile[];
  readonly path: string;
  readonly request: ImportRequest;
}

async function stageFile(ctx: Ctx, client: pg.Client, one: StagingOfOne): Promise<StagedFile> {
  const { id, rejects, files, path, request } = one;
  const file = await openFile(path);
  try {
    const named = parseFileName(file.name) ?? parseFileName(basename(path));
    const publishedAt = named?.publishedAt ?? request.publishedAt;
    if (publishedAt === undefined) throw errors.importUndated(file.name);
    const accept = (kind: FileKind) => {
      if (!FILES_OF[request.source].includes(kind) || (named && named.kind !== kind))
        throw errors.importHeader(file.name, `celui de ${kind}`);
      if (files.some((other) => other.kind === kind)) throw errors.importSameKind(file.name);
    };
    const staged = await stage({ client, id, rejects, accept, onProgress: request.onProgress }, file);
    const last = await lastPublication(ctx, staged.kind);
    if (last && publishedAt < last.publishedAt) throw errors.importOlder(file.name, last.publishedAt);
    if (last && ctx.clock.now() < last.at) throw errors.importClock(file.name);
    return { ...staged, name: file.name, publishedAt };
  } finally {
    file.close();
  }
}

async function settle(
  ctx: Ctx,
  client: pg.Client,
  { id, source, files }: { id: number; source: ImportSource; files: readonly StagedFile[] },
  { state, counts, examples }: Applied,
): Promise<void> {
  if (state === 'counted') {
    await dropLines(ctx, id, files);
    await settleImport(ctx, id, { state: 'discarded', counts, examples });
    return;
  }
  if (state === 'held') {
    // What waits for a decision must outlive a crash of the server.
    for (const { kind } of files) await client.query(`alter table ${linesTable(id, kind)} set logged`);
    await settleImport(ctx, id, { state: 'held', counts, examples });
  }
  for (const older of await lastImports(ctx)) {
    if (older.state !== 'held' || older.source !== source || older.id === id) continue;
    await dropLines(ctx, older.id, older.files);
    await settleImport(ctx, older.id, { state: 'superseded' });
  }
  await journal(ctx, {
    act: 'registry.import',
    subject: String(id),
    outcome: 'done',
    data: { state, source },
  });
}

/**
 * Applies a load that was held, whatever the number of its changes. In: its number, why, for the journal. Throws
 * `registry.import-not-held`, and `registry.import-busy` while another load is under way.
 */
export function releaseImport(ctx: Ctx, url: string, id: number, reason?: string): Promise<ImportOutcome> {
  return decide(url, ctx, id, async (held) => {
    const mode: Mode = 'release';
    const applied = await applyImport(ctx, id, held.files, mode);
    await journal(ctx, decision('release', id, reason));
    return { ...held, ...applied };
  });
}

/** Gives a load up that was held. In and thrown: as for `releaseImport`. */
export function discardImport(ctx: Ctx, url: string, id: number, reason?: string): Promise<void> {
  return decide(url, ctx, id, async (held) => {
    await dropLines(ctx, id, held.files);
    await settleImport(ctx, id, { state: 'discarded' });
    await journal(ctx, decision('discard', id, reason));
  });
}

const decision = (what: 'release' | 'discard', id: number, reason: string | undefined): JournalEntry => ({
  act: `registry.${what}-import`,
  subject: String(id),
  outcome: 'done',
  ...(reason && { reason }),
});

function decide<T>(url: string, ctx: Ctx, id: number, work: (held: ImportReport) => Promise<T>): Promise<T> {
  return alone(url, errors.importBusy, async (client) => {
    await sweep(client);
    const held = await readImport(ctx, id);
    if (held?.state !== 'held') throw errors.importNotHeld(id);
    return work(held);
  });
}

/** After a failure: the next load sweeps anyway, so a database that is gone needs no second message. */
async function sweepQuietly(client: pg.Client, ctx: Ctx, id: number): Promise<void> {
  try {
    await settleImport(ctx, id, { state: 'refused' });
    await sweep(client);
  } catch {
    // The failure itself is told by the caller.
  }
}
