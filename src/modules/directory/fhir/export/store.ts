import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected, one, rows } from '../../../../platform/db/connection.js';
import type { Kind } from '../parameters.js';

type World = Pick<Ctx, 'db'>;

/** What an export is to hold. */
export interface Wanted {
  readonly kinds: readonly Kind[];
  /** Only what changed after this instant. */
  readonly since?: Date;
  readonly elements?: readonly string[];
}

/** A file of an export: one resource a line, or, of what is no longer valid, one Bundle of deletions a line. */
export interface ExportFile {
  readonly name: string;
  readonly type: Kind | 'Bundle';
  readonly count: number;
  /** Of the compressed file. */
  readonly bytes: number;
  readonly sha256: string;
  readonly deleted: boolean;
}

export interface Export extends Wanted {
  readonly id: string;
  /** The address that was asked. */
  readonly request: string;
  readonly state: 'waiting' | 'writing' | 'written' | 'failed';
  readonly attempt: string;
  readonly progress: string;
  readonly publication: number;
  /** Instant up to which everything is there. */
  readonly at: Date;
  readonly endedAt: Date;
  readonly files: readonly ExportFile[];
}

const COLUMNS = sql`id, request, kinds, since, elements, state, attempt, progress, publication, at,
  ended_at "endedAt", files`;

/** Exports of one application that wait or are being written, and those that are kept for it. */
export const MOST_AT_ONCE = 2;
export const MOST_KEPT = 10;

/**
 * Takes an export down, unless the application has too many. Out: its id, or undefined. Two at once of one application
 * are counted one after the other, in the caller's transaction.
 */
export async function addExport(
  ctx: World,
  owner: string,
  { request, kinds, since, elements }: Wanted & { readonly request: string },
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`directory.exports:${owner}`}, 0))`.execute(
    ctx.db,
  );
  const made = await one(
    ctx.db,
    sql<{ id: string }>`insert into directory.exports (owner, request, kinds, since, elements)
      select ${owner}, ${request}, ${[...kinds]}::text[], ${since ?? null}::timestamptz, ${elements ?? null}::text[]
      where (select count(*) filter (where state in ('waiting', 'writing')) < ${MOST_AT_ONCE}
        and count(*) < ${MOST_KEPT} from directory.exports where owner = ${owner})
      returning id`,
  );
  return made?.id;
}

/** An export of an application; undefined for one of somebody else or that is gone. */
export function exportOf(ctx: World, owner: string, id: string): Promise<Export | undefined> {
  return one(
    ctx.db,
    sql<Export>`select ${COLUMNS} from directory.exports where id::text = ${id} and owner = ${owner}`,
  );
}

/** Forgets an export of an application, whatever its state. Out: whether there was one. */
export async function dropExport(ctx: World, owner: string, id: string): Promise<boolean> {
  return (
    (await affected(ctx.db, sql`delete from directory.exports where id::text = ${id} and owner = ${owner}`)) >
    0
  );
}

const MOST_ATTEMPTS = 4;

/**
 * Begins to write an export, or begins again what was cut off; what was tried too often has failed. Out: the export, its
 * attempt a new one; undefined when there is nothing to write.
 */
export async function beginExport(ctx: World, id: string): Promise<Export | undefined> {
  const begun = await one(
    ctx.db,
    sql<Export>`update directory.exports set attempts = attempts + 1, attempt = gen_random_uuid(), progress = '',
        state = case when attempts < ${MOST_ATTEMPTS} then 'writing' else 'failed' end,
        ended_at = case when attempts < ${MOST_ATTEMPTS} then null else clock_timestamp() end
      where id = ${id}::uuid and state in ('waiting', 'writing') returning ${COLUMNS}`,
  );
  return begun?.state === 'writing' ? begun : undefined;
}

/** Says how far an attempt is. Out: whether it still counts: nobody cancelled it or began another. */
export async function tellProgress(ctx: World, { id, attempt }: Export, progress: string): Promise<boolean> {
  return (
    (await affected(
      ctx.db,
      sql`update directory.exports set progress = ${progress}
        where id = ${id}::uuid and attempt = ${attempt}::uuid and state = 'writing'`,
    )) > 0
  );
}

/** Puts the files of an attempt at hand, all together. Out: whether it still counted. */
export async function endExport(
  ctx: World,
  { id, attempt }: Export,
  { publication, at, files }: Pick<Export, 'publication' | 'at' | 'files'>,
): Promise<boolean> {
  return (
    (await affected(
      ctx.db,
      sql`update directory.exports set state = 'written', ended_at = clock_timestamp(), progress = '',
          publication = ${publication}, at = ${at}, files = ${JSON.stringify(files)}::jsonb
        where id = ${id}::uuid and attempt = ${attempt}::uuid and state = 'writing'`,
    )) > 0
  );
}

/** Forgets the exports that ended so many hours ago, in real time. */
export async function dropOldExports(ctx: World, hours: number): Promise<void> {
  await sql`delete from directory.exports where ended_at < clock_timestamp() - ${hours} * interval '1 hour'`.execute(
    ctx.db,
  );
}

/** The folders that exports write in or are read from. */
export async function foldersInUse(ctx: World): Promise<Set<string>> {
  const found = await rows(
    ctx.db,
    sql<{ attempt: string }>`select attempt from directory.exports where attempt is not null`,
  );
  return new Set(found.map(({ attempt }) => attempt));
}
