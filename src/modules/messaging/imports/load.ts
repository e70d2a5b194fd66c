import { basename } from 'node:path';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { alone } from '../../../platform/files/alone.js';
import { openFile } from '../../../platform/files/open-file.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { type Applied, applyLoad } from './apply.js';
import type { MailReport, StagedMailFile } from './import.js';
import { type Staging, stage } from './stage.js';
import {
  dropLines,
  lastMailLoads,
  lastPublished,
  linesTable,
  openLoad,
  readLoad,
  settleLoad,
  sweep,
} from './store.js';

export interface MailRequest {
  readonly path: string;
  /** AAAAMMJJhhmm, for a file whose name does not tell it. */
  readonly publishedAt?: string | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

export type MailOutcome = Omit<MailReport, 'state'> &
  Pick<Applied, 'state' | 'counts'> & {
    /** Where the lines that were not taken are told; undefined when there are none. */
    readonly rejects?: string;
  };

/**
 * Loads the national file of mailboxes. In: a direct address of the database, for the lock and the copy; the request.
 * Out: what changed, or was held, or would change. Throws the refusals `messaging.import-…` and `file.…`; nothing is
 * changed then, nor when the process dies: the same request starts again from the beginning.
 */
export function importMailboxes(ctx: Ctx, url: string, request: MailRequest): Promise<MailOutcome> {
  return alone(url, errors.importBusy, async (client) => {
    await sweep(client);
    const id = await openLoad(ctx);
    const rejects = new Rejects(`${request.rejectsIn}/rejets-mssante-${id}.txt`);
    try {
      const file = await stageFile(ctx, { client, id, rejects, onProgress: request.onProgress }, request);
      await settleLoad(ctx, id, { state: 'reading', file });
      const told = (line: number, reason: string) => rejects.add(file.name, line, reason);
      const applied = await applyLoad(ctx, id, request.dryRun ? 'dry-run' : 'check', told);
      rejects.flush();
      await settle(ctx, client, id, applied);
      const report = await readLoad(ctx, id);
      if (!report) throw new Error(`load ${id} has vanished`);
      return { ...report, ...applied, ...(rejects.count > 0 && { rejects: rejects.path }) };
    } catch (error) {
      await sweepQuietly(client, ctx, id);
      throw error;
    }
  });
}

const NAME = /^Extraction_Correspondance_MSSante_(\d{12})\.(?:txt|zip)$/i;

async function stageFile(ctx: Ctx, staging: Staging, request: MailRequest): Promise<StagedMailFile> {
  const opened = await openFile(request.path);
  try {
    const named = NAME.exec(opened.name) ?? NAME.exec(basename(request.path));
    const publishedAt = named?.[1] ?? request.publishedAt;
    if (publishedAt === undefined) throw errors.importUndated(opened.name);
    const last = await lastPublished(ctx);
    if (last !== undefined && publishedAt < last) throw errors.importOlder(opened.name, last);
    return { ...(await stage(staging, opened)), name: opened.name, publishedAt };
  } finally {
    opened.close();
  }
}

async function settle(ctx: Ctx, client: pg.Client, id: number, { state, counts }: Applied): Promise<void> {
  if (state === 'counted') {
    await dropLines(ctx, id);
    await settleLoad(ctx, id, { state: 'discarded', counts });
    return;
  }
  if (state === 'held') {
    // What waits for a decision must outlive a crash of the server.
    await client.query(`alter table ${linesTable(id)} set logged`);
    await settleLoad(ctx, id, { state: 'held', counts });
  }
  for (const older of await lastMailLoads(ctx)) {
    if (older.state !== 'held' || older.id === id) continue;
    await dropLines(ctx, older.id);
    await settleLoad(ctx, older.id, { state: 'superseded' });
  }
  await journal(ctx, { act: 'messaging.import', subject: String(id), outcome: 'done', data: { state } });
}

/** Applies a load that was held, whatever the number of its changes. In: its number, why, for the journal. Throws `messaging.import-not-held`. */
export function releaseMailboxes(ctx: Ctx, url: string, id: number, reason?: string): Promise<MailOutcome> {
  return decide(url, ctx, id, async (held) => {
    const applied = await applyLoad(ctx, id, 'release', () => undefined);
    await journal(ctx, {
      act: 'messaging.release-import',
      subject: String(id),
      outcome: 'done',
      ...(reason && { reason }),
    });
    return { ...held, ...applied };
  });
}

/** Gives a load up that was held. Throws `messaging.import-not-held`. */
export function discardMailboxes(ctx: Ctx, url: string, id: number, reason?: string): Promise<void> {
  return decide(url, ctx, id, async () => {
    await dropLines(ctx, id);
    await settleLoad(ctx, id, { state: 'discarded' });
    await journal(ctx, {
      act: 'messaging.discard-import',
      subject: String(id),
      outcome: 'done',
      ...(reason && { reason }),
    });
  });
}

function decide<T>(url: string, ctx: Ctx, id: number, work: (held: MailReport) => Promise<T>): Promise<T> {
  return alone(url, errors.importBusy, async (client) => {
    await sweep(client);
    const held = await readLoad(ctx, id);
    if (held?.state !== 'held') throw errors.importNotHeld(id);
    return work(held);
  });
}

/** After a failure: the next load sweeps anyway, so a database that is gone needs no second message. */
async function sweepQuietly(client: pg.Client, ctx: Ctx, id: number): Promise<void> {
  try {
    await settleLoad(ctx, id, { state: 'refused' });
    await sweep(client);
  } catch {
    // The failure itself is told by the caller.
  }
}
