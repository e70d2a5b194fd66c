import { basename } from 'node:path';
import type { Ctx } from '../../../platform/context.js';
import { discardLoad, releaseLoad, runLoad } from '../../../platform/files/loading.js';
import { openFile } from '../../../platform/files/open-file.js';
import { checkPublished, publicationTime } from '../../../platform/files/publication-time.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { publishedName } from '../../../platform/files/saved-name.js';
import { errors } from '../errors.js';
import { type Applied, applyLoad } from './apply.js';
import type { MailReport, StagedMailFile } from './import.js';
import { type Staging, stage } from './stage.js';
import { LOADS, lastPublished } from './store.js';

export interface MailRequest {
  readonly path: string;
  /** AAAAMMJJhhmm, for a file whose name does not tell it. */
  readonly publishedAt?: string | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Withdraws what no line names even where rejected lines name nothing: a person has read them. */
  readonly closeAbsent?: boolean | undefined;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

export type MailOutcome = Omit<MailReport, keyof Applied> &
  Applied & {
    /** Where the lines that were not taken are told; undefined when there are none. */
    readonly rejects?: string;
  };

/**
 * Loads the national file of mailboxes. In: a direct address of the database, for the lock and the copy; the request.
 * Out: what changed, or was held, or would change. Throws the refusals `messaging.import-…` and `file.…`; nothing is
 * changed then, nor when the process dies: the same request starts again from the beginning.
 */
export function importMailboxes(ctx: Ctx, url: string, request: MailRequest): Promise<MailOutcome> {
  return runLoad(ctx, url, LOADS, { paths: [request.path] }, async (id, client) => {
    const rejects = new Rejects(`${request.rejectsIn}/rejets-mssante-${id}.txt`);
    const { onProgress, closeAbsent } = request;
    const file = await stageFile(ctx, { client, id, rejects, onProgress, closeAbsent }, request);
    await LOADS.book.settle(ctx, id, 'reading', { file });
    const told = (line: number, reason: string) => rejects.add(file.name, line, reason);
    const applied = await applyLoad(ctx, { id, damage: file }, request.dryRun ? 'dry-run' : 'check', told);
    rejects.flush();
    return { ...applied, ...(rejects.count > 0 && { rejects: rejects.path }) };
  });
}

const NAME = /^Extraction_Correspondance_MSSante_(\d{12})\.(?:txt|zip)$/i;

async function stageFile(ctx: Ctx, staging: Staging, request: MailRequest): Promise<StagedMailFile> {
  const opened = await openFile(request.path);
  try {
    const named = NAME.exec(publishedName(opened.name)) ?? NAME.exec(publishedName(basename(request.path)));
    const publishedAt = publicationTime(opened.name, named?.[1], request.publishedAt);
    if (publishedAt === undefined) throw errors.importUndated(opened.name);
    checkPublished(ctx, opened.name, publishedAt);
    const last = await lastPublished(ctx);
    if (last !== undefined && publishedAt < last) throw errors.importOlder(opened.name, last);
    return { ...(await stage(staging, opened)), name: opened.name, publishedAt };
  } finally {
    opened.close();
  }
}

/** Applies a load that was held, whatever the number of its changes. In: its number, why, for the journal. Throws `messaging.import-not-held`. */
export const releaseMailboxes = (ctx: Ctx, url: string, id: number, reason?: string): Promise<MailOutcome> =>
  releaseLoad(ctx, url, LOADS, { id, reason }, ({ file }) =>
    applyLoad(ctx, { id, damage: file }, 'release', () => undefined),
  );

/** Gives a load up that was held. Throws `messaging.import-not-held`. */
export const discardMailboxes = (ctx: Ctx, url: string, id: number, reason?: string): Promise<void> =>
  discardLoad(ctx, url, LOADS, { id, reason });
