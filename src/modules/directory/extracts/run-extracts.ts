import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { makeFolder } from '../../../platform/files/make-folder.js';
import { EXTRACTS } from './catalogue.js';
import { atOneState } from './snapshot.js';
import { beginRun, dropRuns, type ExtractRun, endRun, lastRun } from './store.js';
import { type WrittenExtract, writeExtract } from './write-extract.js';

const LOCK = 727_060;
const MINUTE = 60_000;

/**
 * Writes all extracts at one state of the directory, then puts them on line together; what readers see until then,
 * and after a failure or a crash, is the run before. Files of runs that are too old go away.
 * Out: the run; undefined when another process is writing one.
 */
export async function runExtracts(ctx: Ctx): Promise<ExtractRun | undefined> {
  return ctx.db.transaction().execute(async (lock) => {
    const mine = await one(lock, sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) got`);
    if (!mine?.got) return undefined;
    await clean(ctx);
    const id = randomUUID();
    const at = await timeOfRun(ctx);
    const folder = runFolder(ctx, id);
    const files = await atOneState(ctx, 'whole', async (snapshot) => {
      await beginRun(ctx, { id, publication: snapshot.publication.number, at });
      makeFolder(folder, 0o700);
      const written: WrittenExtract[] = [];
      for (const extract of EXTRACTS) written.push(await writeExtract(extract, snapshot, { folder, at }));
      return written;
    });
    await endRun(ctx, id, files);
    return lastRun(ctx);
  });
}

/** Where the files of a run are. */
export const runFolder = (ctx: Pick<Ctx, 'config'>, id: string): string => join(ctx.config.extractsDir, id);

/** Two runs never have the same name: names tell readers whether there is something new. */
async function timeOfRun(ctx: Ctx): Promise<Date> {
  const now = Math.floor(ctx.clock.now().getTime() / MINUTE) * MINUTE;
  const last = await lastRun(ctx);
  return new Date(Math.max(now, last ? last.at.getTime() + MINUTE : 0));
}

async function clean(ctx: Ctx): Promise<void> {
  for (const id of await dropRuns(ctx, ctx.config.extractsDays))
    await rm(runFolder(ctx, id), { recursive: true, force: true });
}
