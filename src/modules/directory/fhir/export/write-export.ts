import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { makeFolder } from '../../../../platform/files/make-folder.js';
import type { JobHandler } from '../../../../platform/jobs.js';
import { atOneState, type Snapshot } from '../../extracts/snapshot.js';
import type { Run } from '../search/run.js';
import { walk } from '../search/walk.js';
import {
  beginExport,
  dropOldExports,
  type Export,
  type ExportFile,
  endExport,
  foldersInUse,
  tellProgress,
} from './store.js';
import { writeKind } from './write-files.js';

export const NAME = 'directory.write-export';
const payload = z.object({ id: z.uuid() }).nullish();

/** Files stay at hand for so many hours, in real time. */
export const KEPT_HOURS = 24;

/** Writes an export that was asked for; each hour takes the old ones away, and what was left half written. */
export const writeExportJob: JobHandler = {
  name: NAME,
  every: '41 * * * *',
  async run(ctx, raw) {
    const id = payload.safeParse(raw).data?.id;
    await (id === undefined ? clean(ctx) : writeExport(ctx, id));
  },
};

/** Where the files of an export are. */
export const exportFolder = ({ config }: Pick<Ctx, 'config'>, attempt: string): string =>
  join(exportsFolder(config), attempt);

const exportsFolder = (config: Ctx['config']): string => join(config.extractsDir, 'fhir');

/**
 * Writes all files of an export at one state of the directory; they are at hand together or not at all. Should the
 * program end meanwhile, the job comes again and begins afresh.
 */
export async function writeExport(ctx: Ctx, id: string): Promise<void> {
  const begun = await beginExport(ctx, id);
  if (!begun) return;
  const folder = exportFolder(ctx, begun.attempt);
  makeFolder(folder, 0o700);
  try {
    const settled = await settledAt(ctx);
    const written = await atOneState(ctx, 'changes', async (snapshot) => ({
      publication: snapshot.publication.number,
      at: new Date(Math.min(settled.getTime(), snapshot.publication.at.getTime())),
      files: await writeKinds(ctx, begun, { snapshot, folder }),
    }));
    if (await endExport(ctx, begun, written)) return;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof Unwanted) return;
    throw error;
  }
  await rm(folder, { recursive: true, force: true });
}

/** Nobody waits for an attempt any more: cancelled, or begun again elsewhere. */
class Unwanted extends Error {}

async function writeKinds(
  ctx: Ctx,
  begun: Export,
  { snapshot, folder }: { snapshot: Snapshot; folder: string },
): Promise<ExportFile[]> {
  const [db = ctx.db] = snapshot.readers;
  const run: Run = {
    ctx: { db, clock: ctx.clock },
    on: snapshot.on,
    once: true,
    deadline: Number.POSITIVE_INFINITY,
    publication: undefined,
    walk,
  };
  const files: ExportFile[] = [];
  const goOn = async (kind: string, lines: number) => {
    if (!(await tellProgress(ctx, begun, `${kind}: ${lines}`))) throw new Unwanted();
  };
  for (const kind of begun.kinds) files.push(...(await writeKind(run, kind, begun, { folder, goOn })));
  return files;
}

/**
 * The instant up to which whatever changed is in the next state that is read: a change bears the instant at which it
 * began, and others that began later may be there before it is. Asking for what changed since then misses nothing.
 */
async function settledAt(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<Date> {
  const oldest = await one(
    ctx.db,
    sql<{
      age: number;
    }>`select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 age
      from pg_stat_activity where datname = current_database() and backend_xid is not null`,
  );
  return new Date(ctx.clock.now().getTime() - Math.ceil((oldest?.age ?? 0) * 1000));
}

async function clean(ctx: Ctx): Promise<void> {
  await dropOldExports(ctx, KEPT_HOURS);
  // Folders first: one that is made meanwhile is not among them.
  const folders = await readdir(exportsFolder(ctx.config)).catch(() => []);
  const used = await foldersInUse(ctx);
  for (const folder of folders.filter((one) => !used.has(one)))
    await rm(exportFolder(ctx, folder), { recursive: true, force: true });
}
