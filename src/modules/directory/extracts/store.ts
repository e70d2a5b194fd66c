import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { WrittenExtract } from './write-extract.js';

type World = Pick<Ctx, 'db'>;

/** All extracts at one state of the directory. */
export interface ExtractRun {
  readonly id: string;
  /** The state that they tell. */
  readonly publication: number;
  readonly at: Date;
  /** How long it took, in seconds. */
  readonly seconds: number;
  readonly files: readonly WrittenExtract[];
}

const COLUMNS = sql`id, publication, at, files, extract(epoch from ended_at - began_at)::float8 seconds`;

/** The newest whole run; undefined before the first. */
export function lastRun(ctx: World): Promise<ExtractRun | undefined> {
  return one(
    ctx.db,
    sql<ExtractRun>`select ${COLUMNS} from directory.extract_runs where state = 'written'
      order by at desc limit 1`,
  );
}

/** Says that a run begins. */
export async function beginRun(ctx: World, run: Pick<ExtractRun, 'id' | 'publication' | 'at'>) {
  await sql`insert into directory.extract_runs (id, publication, at)
    values (${run.id}, ${run.publication}, ${run.at})`.execute(ctx.db);
}

/** Puts a run on line: from here on it is the newest one. */
export async function endRun(ctx: World, id: string, files: readonly WrittenExtract[]): Promise<void> {
  await sql`update directory.extract_runs set state = 'written', ended_at = clock_timestamp(),
    files = ${JSON.stringify(files)}::jsonb where id = ${id}`.execute(ctx.db);
}

/**
 * Forgets runs that were cut off, and those that a newer one replaced some days ago in real time. Out: their ids.
 * In: how many days they stay.
 */
export async function dropRuns(ctx: World, days: number): Promise<string[]> {
  const gone = await rows(
    ctx.db,
    sql<{ id: string }>`delete from directory.extract_runs r where state = 'writing'
        or (ended_at < clock_timestamp() - ${days} * interval '1 day' and exists (
          select from directory.extract_runs n where n.state = 'written' and n.at > r.at))
      returning id`,
  );
  return gone.map((run) => run.id);
}

/** Whether a reader has taken the file of a run already. */
export async function hasTaken(
  ctx: World,
  taken: { reader: string; service: string; run: string },
): Promise<boolean> {
  const found = await one(
    ctx.db,
    sql`select 1 from directory.extracts_taken where reader = ${taken.reader} and service = ${taken.service}
      and run = ${taken.run}`,
  );
  return found !== undefined;
}

/** Remembers that a reader has taken the file of a run. */
export async function rememberTaken(
  ctx: World,
  taken: { reader: string; service: string; run: string },
): Promise<void> {
  await sql`insert into directory.extracts_taken (reader, service, run)
    select ${taken.reader}, ${taken.service}, id from directory.extract_runs where id = ${taken.run}
    on conflict do nothing`.execute(ctx.db);
}
