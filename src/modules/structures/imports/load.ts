import { basename } from 'node:path';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { alone } from '../../../platform/files/alone.js';
import { openFile } from '../../../platform/files/open-file.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { parseFinessName } from '../finess/file-name.js';
import { type Applied, applyLoad } from './apply.js';
import type { FinessReport, StagedFiness } from './import.js';
import { type FinessStaging, stage } from './stage.js';
import {
  dropRecords,
  lastFinessLoads,
  lastPublished,
  openLoad,
  readLoad,
  recordsTable,
  settleLoad,
  sweep,
} from './store.js';

export interface FinessRequest {
  readonly path: string;
  /** AAAAMMJJhhmm, for a file that does not tell it. */
  readonly publishedAt?: string | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

export type FinessOutcome = Omit<FinessReport, 'state'> &
  Pick<Applied, 'state'> & {
    /** Where the rejected records are told; undefined when there are none. */
    readonly rejects?: string;
  };

/**
 * Loads one file of FINESS. In: a direct address of the database, for the lock and the copy; the request. Out: what
 * changed, or was held, or would change. Throws the refusals `structures.import-…` and `file.…`; nothing is changed
 * then, nor when the process dies: the same request starts again from the beginning.
 */
export function importFiness(ctx: Ctx, url: string, request: FinessRequest): Promise<FinessOutcome> {
  return alone(url, errors.busy, async (client) => {
    await sweep(client);
    const id = await openLoad(ctx);
    const rejects = new Rejects(`${request.rejectsIn}/rejets-finess-${id}.txt`);
    try {
      const file = await stageFile(ctx, { client, id, rejects, onProgress: request.onProgress }, request);
      await settleLoad(ctx, id, { state: 'reading', file });
      const applied = await applyLoad(ctx, id, file, request.dryRun ? 'dry-run' : 'check');
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

async function stageFile(ctx: Ctx, staging: FinessStaging, request: FinessRequest): Promise<StagedFiness> {
  const opened = await openFile(request.path);
  try {
    const named = parseFinessName(opened.name) ?? parseFinessName(basename(request.path));
    if (!named) throw errors.header(opened.name, 'nom attendu : etalab-cs1100507… ou finess-structures…');
    const { generatedAt, ...read } = await stage(staging, opened, named.kind);
    const publishedAt = named.publishedAt ?? request.publishedAt ?? stampOf(generatedAt);
    if (publishedAt === undefined) throw errors.undated(opened.name);
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

async function settle(ctx: Ctx, client: pg.Client, id: number, { state, counts }: Applied): Promise<void> {
  if (state === 'counted') {
    await dropRecords(ctx, id);
    await settleLoad(ctx, id, { state: 'discarded', counts });
    return;
  }
  if (state === 'held') {
    // What waits for a decision must outlive a crash of the server.
    await client.query(`alter table ${recordsTable(id)} set logged`);
    await settleLoad(ctx, id, { state: 'held', counts });
  }
  for (const older of await lastFinessLoads(ctx)) {
    if (older.state !== 'held' || older.id === id) continue;
    await dropRecords(ctx, older.id);
    await settleLoad(ctx, older.id, { state: 'superseded' });
  }
  await journal(ctx, { act: 'structures.import', subject: String(id), outcome: 'done', data: { state } });
}

/**
 * Applies a load that was held, whatever the number of its changes. In: its number, why, for the journal. Throws
 * `structures.import-not-held`.
 */
export function releaseFiness(ctx: Ctx, url: string, id: number, reason?: string): Promise<FinessOutcome> {
  return decide(url, ctx, id, async (held) => {
    const applied = await applyLoad(ctx, id, held.file, 'release');
    await journal(ctx, {
      act: 'structures.release-import',
      subject: String(id),
      outcome: 'done',
      ...(reason && { reason }),
    });
    return { ...held, ...applied };
  });
}

/** Gives a load up that was held. Throws `structures.import-not-held`. */
export function discardFiness(ctx: Ctx, url: string, id: number, reason?: string): Promise<void> {
  return decide(url, ctx, id, async () => {
    await dropRecords(ctx, id);
    await settleLoad(ctx, id, { state: 'discarded' });
    await journal(ctx, {
      act: 'structures.discard-import',
      subject: String(id),
      outcome: 'done',
      ...(reason && { reason }),
    });
  });
}

function decide<T>(url: string, ctx: Ctx, id: number, work: (held: FinessReport) => Promise<T>): Promise<T> {
  return alone(url, errors.busy, async (client) => {
    await sweep(client);
    const held = await readLoad(ctx, id);
    if (held?.state !== 'held') throw errors.notHeld(id);
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
