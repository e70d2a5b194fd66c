import { basename } from 'node:path';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { discardLoad, releaseLoad, runLoad } from '../../../platform/files/loading.js';
import { openFile } from '../../../platform/files/open-file.js';
import { checkPublished, publicationTime } from '../../../platform/files/publication-time.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { errors } from '../errors.js';
import { type FileKind, parseFileName } from '../files/index.js';
import { type Applied, applyImport } from './apply.js';
import { bringsPeople } from './diff.js';
import { takeFirst } from './first-load.js';
import { FILES_OF, type ImportReport, type ImportSource, type StagedFile } from './import.js';
import { layPlacesAside } from './lay-places-aside.js';
import { type RunSink, stage } from './stage.js';
import { StagedLines } from './staged-lines.js';
import { LOADS, lastPublication } from './store.js';

export interface ImportRequest {
  readonly source: ImportSource;
  readonly paths: readonly string[];
  /** AAAAMMJJhhmm, for files whose names do not tell it. */
  readonly publishedAt?: string | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Closes whom no line names even where rejected lines name nobody: a person has read them. */
  readonly closeAbsent?: boolean | undefined;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
  /** Begun when the lines are read, and waited for before anybody is told of what they change. */
  readonly whenRead?: (() => Promise<void>) | undefined;
}

export type ImportOutcome = Omit<ImportReport, keyof Applied> &
  Applied & {
    /** Where the rejected lines are told; undefined when there are none. */
    readonly rejects?: string;
  };

/**
 * Loads the files of one publication. In: a direct address of the database, for the lock and the copy; the request.
 * Out: what changed, or was held, or would change. Throws the refusals `registry.import-…` and `file.…`; nothing is changed then,
 * nor when the process dies: the same request starts again from the beginning.
 */
export function importFiles(ctx: Ctx, url: string, request: ImportRequest): Promise<ImportOutcome> {
  const { source, paths } = request;
  return runLoad(ctx, url, LOADS, { named: { source }, paths }, async (id, client) => {
    const rejects = new Rejects(`${request.rejectsIn}/rejets-${id}.txt`);
    const applied =
      (await takenFirst(ctx, client, url, { id, rejects, request })) ??
      (await applyRead(ctx, client, id, await readFiles(ctx, client, { id, rejects, request }), request));
    return { ...applied, ...(rejects.count > 0 && { rejects: rejects.path }) };
  });
}

interface Reading {
  readonly id: number;
  readonly rejects: Rejects;
  readonly request: ImportRequest;
}

async function readFiles(ctx: Ctx, client: pg.Client, reading: Reading): Promise<StagedFile[]> {
  const { source, paths } = reading.request;
  const files: StagedFile[] = [];
  for (const path of paths) files.push(await stageFile(ctx, client, { ...reading, files, path }));
  files.sort((a, b) => order(source, a.kind) - order(source, b.kind));
  await LOADS.book.settle(ctx, reading.id, 'reading', { files });
  const [first] = files;
  // All of its people would be unknown, and the savoir-faire of the activities then wait for another such file.
  if (first && !bringsPeople(first.kind) && !(await lastPublication(ctx, 'personne-activite')))
    throw errors.importActivitiesFirst(first.name);
  return files;
}

/** What a first load took; undefined where it is to be taken the usual way, from its first line. */
async function takenFirst(
  ctx: Ctx,
  client: pg.Client,
  url: string,
  reading: Reading,
): Promise<Applied | undefined> {
  const { id, rejects, request } = reading;
  const { paths, dryRun, whenRead } = request;
  const files: StagedFile[] = [];
  const read = async (path: string, open?: () => Promise<RunSink>) => {
    const staged = await stageFile(ctx, client, { ...reading, files, path, open });
    files.push(staged);
    return staged;
  };
  const mode = dryRun ? 'dry-run' : 'check';
  const taken = await takeFirst(ctx, { client, url, id, paths, mode, read, whenRead });
  if (!taken) {
    rejects.forget();
    await LOADS.book.dropStaged(ctx, id);
  }
  return taken;
}

async function applyRead(
  ctx: Ctx,
  client: pg.Client,
  id: number,
  files: readonly StagedFile[],
  { dryRun, whenRead }: ImportRequest,
): Promise<Applied> {
  const worth = files.some(({ kind }) => kind === 'personne-activite') && !(await saysAnything(client));
  const aside = worth
    ? layPlacesAside(ctx, client, id, LOADS.book.staged(id, 'personne-activite'))
    : undefined;
  const ready = whenRead && Promise.resolve(aside).then(whenRead, whenRead);
  const beside = Promise.allSettled([ready, aside]);
  // Their failures are told to who waits for them; the connection is free before anything else is asked of it.
  return applyImport(ctx, id, files, dryRun ? 'dry-run' : 'check', { ready, aside }).finally(() => beside);
}

/** Whether any file was ever loaded: the next ones name few structures that are new. */
async function saysAnything(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select from registry.statements limit 1');
  return rows.length > 0;
}

const order = (source: ImportSource, kind: FileKind): number => FILES_OF[source].indexOf(kind);

interface StagingOfOne extends Reading {
  /** Those before it. */
  readonly files: readonly StagedFile[];
  readonly path: string;
  /** Where its lines go; they are staged unless it says otherwise. */
  readonly open?: (() => Promise<RunSink>) | undefined;
}

async function stageFile(ctx: Ctx, client: pg.Client, one: StagingOfOne): Promise<StagedFile> {
  const { id, rejects, files, path, request, open } = one;
  const file = await openFile(path);
  try {
    const named = parseFileName(file.name) ?? parseFileName(basename(path));
    const publishedAt = publicationTime(file.name, named?.publishedAt, request.publishedAt);
    if (publishedAt === undefined) throw errors.importUndated(file.name);
    checkPublished(ctx, file.name, publishedAt);
    const accept = (kind: FileKind) => {
      if (!FILES_OF[request.source].includes(kind) || (named && named.kind !== kind))
        throw errors.importHeader(file.name, `celui de ${kind}`);
      if (files.some((other) => other.kind === kind)) throw errors.importSameKind(file.name);
    };
    const staging = {
      ...{ rejects, accept, onProgress: request.onProgress, closeAbsent: request.closeAbsent },
      open: open ?? ((kind: FileKind) => StagedLines.open(client, LOADS.book.staged(id, kind))),
    };
    const staged = await stage(staging, file);
    const last = await lastPublication(ctx, staged.kind);
    if (last && publishedAt < last.publishedAt) throw errors.importOlder(file.name, last.publishedAt);
    if (last && ctx.clock.now() < last.at) throw errors.importClock(file.name);
    return { ...staged, name: file.name, publishedAt };
  } finally {
    file.close();
  }
}

/**
 * Applies a load that was held, whatever the number of its changes. In: its number, why, for the journal. Throws
 * `registry.import-not-held`, and `registry.import-busy` while another load is under way.
 */
export const releaseImport = (ctx: Ctx, url: string, id: number, reason?: string): Promise<ImportOutcome> =>
  releaseLoad(ctx, url, LOADS, { id, reason }, (held) => applyImport(ctx, id, held.files, 'release'));

/** Gives a load up that was held. In and thrown: as for `releaseImport`. */
export const discardImport = (ctx: Ctx, url: string, id: number, reason?: string): Promise<void> =>
  discardLoad(ctx, url, LOADS, { id, reason });
