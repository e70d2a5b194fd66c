import { basename } from 'node:path';
import type { Ctx } from '../../../platform/context.js';
import { discardLoad, releaseLoad, runLoad } from '../../../platform/files/loading.js';
import { openFile } from '../../../platform/files/open-file.js';
import { checkPublished, publicationTime } from '../../../platform/files/publication-time.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { errors } from '../errors.js';
import { parseFinessName } from '../finess/file-name.js';
import { type Applied, applyLoad } from './apply.js';
import type { FinessReport, StagedFiness } from './import.js';
import { type FinessStaging, stage } from './stage.js';
import { LOADS, lastPublished } from './store.js';

export interface FinessRequest {
  readonly path: string;
  /** AAAAMMJJhhmm, for a file that does not tell it. */
  readonly publishedAt?: string | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Closes what no record names even where rejected records name nothing: a person has read them. */
  readonly closeAbsent?: boolean | undefined;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

export type FinessOutcome = Omit<FinessReport, keyof Applied> &
  Applied & {
    /** Where the rejected records are told; undefined when there are none. */
    readonly rejects?: string;
  };

/**
 * Loads one file of FINESS. In: a direct address of the database, for the lock and the copy; the request. Out: what
 * changed, or was held, or would change. Throws the refusals `structures.import-…` and `file.…`; nothing is changed
 * then, nor when the process dies: the same request starts again from the beginning.
 */
export function importFiness(ctx: Ctx, url: string, request: FinessRequest): Promise<FinessOutcome> {
  return runLoad(ctx, url, LOADS, { paths: [request.path] }, async (id, client) => {
    const rejects = new Rejects(`${request.rejectsIn}/rejets-finess-${id}.txt`);
    const { onProgress, closeAbsent } = request;
    const file = await stageFile(ctx, { client, id, rejects, onProgress, closeAbsent }, request);
    await LOADS.book.settle(ctx, id, 'reading', { file });
    const applied = await applyLoad(ctx, id, file, request.dryRun ? 'dry-run' : 'check');
    return { ...applied, ...(rejects.count > 0 && { rejects: rejects.path }) };
  });
}

async function stageFile(ctx: Ctx, staging: FinessStaging, request: FinessRequest): Promise<StagedFiness> {
  const opened = await openFile(request.path);
  try {
    const named = parseFinessName(opened.name) ?? parseFinessName(basename(request.path));
    if (!named) throw errors.header(opened.name, 'nom attendu : etalab-cs1100507… ou finess-structures…');
    const { generatedAt, ...read } = await stage(staging, opened, named.kind);
    const publishedAt =
      publicationTime(opened.name, named.publishedAt, request.publishedAt) ?? stampOf(generatedAt);
    if (publishedAt === undefined) throw errors.undated(opened.name);
    checkPublished(ctx, opened.name, publishedAt);
    const last = await lastPublished(ctx, named.kind);
    if (last !== undefined && publishedAt < last) throw errors.older(opened.name, last);
    // The two files of one day tell the same: the order in which they were written that day means nothing.
    const newest = await lastPublished(ctx);
    if (newest !== undefined && publishedAt.slice(0, 8) < newest.slice(0, 8)) {
      throw errors.older(opened.name, newest);
    }
    return { kind: named.kind, name: opened.name, publishedAt, ...read };
  } finally {
    opened.close();
  }
}

/** A time as FINESS+ writes it (`2026-08-01T02:06:22Z`) in the digits of a publication. */
function stampOf(generatedAt: string | undefined): string | undefined {
  const digits = generatedAt?.replace(/\D/g, '').slice(0, 12) ?? '';
  return digits.length === 12 ? digits : undefined;
}

/**
 * Applies a load that was held, whatever the number of its changes. In: its number, why, for the journal. Throws
 * `structures.import-not-held`.
 */
export const releaseFiness = (ctx: Ctx, url: string, id: number, reason?: string): Promise<FinessOutcome> =>
  releaseLoad(ctx, url, LOADS, { id, reason }, (held) => applyLoad(ctx, id, held.file, 'release'));

/** Gives a load up that was held. Throws `structures.import-not-held`. */
export const discardFiness = (ctx: Ctx, url: string, id: number, reason?: string): Promise<void> =>
  discardLoad(ctx, url, LOADS, { id, reason });
