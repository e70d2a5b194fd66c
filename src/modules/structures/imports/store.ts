import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { LoadBook } from '../../../platform/files/load-book.js';
import { errors } from '../errors.js';
import type { FinessKind } from '../finess/file-name.js';
import type { FinessReport } from './import.js';

/** The loads of FINESS. */
export const LOADS = {
  book: new LoadBook<FinessReport>({ schema: 'structures', staged: 'records', facts: ['file', 'counts'] }),
  busy: errors.busy,
  notHeld: errors.notHeld,
  // The two files of one day are given to one command, and each says what the other does not.
  replaces: (newer: FinessReport, older: FinessReport): boolean =>
    newer.file.kind === older.file.kind || dayOf(newer) > dayOf(older),
};

const dayOf = ({ file }: FinessReport): string => file.publishedAt.slice(0, 8);

/** The loads that wait for a decision, and the last ones, newest first. */
export const lastFinessLoads = (ctx: Pick<Ctx, 'db'>, limit?: number): Promise<FinessReport[]> =>
  LOADS.book.last(ctx, limit);

/** A load by its number. */
export const readFinessLoad = (ctx: Pick<Ctx, 'db'>, id: number): Promise<FinessReport | undefined> =>
  LOADS.book.read(ctx, id);

/** The newest load that was applied; undefined before the first. */
export const lastFinessApplied = (ctx: Pick<Ctx, 'db'>): Promise<FinessReport | undefined> =>
  LOADS.book.lastApplied(ctx);

/** When the newest file applied was published, of one kind or of any; undefined before the first. */
export async function lastPublished(ctx: Pick<Ctx, 'db'>, kind?: FinessKind): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{ at: string | null }>`select max(file ->> 'publishedAt') at from structures.imports
      where state = 'applied' and (${kind ?? null}::text is null or file ->> 'kind' = ${kind ?? null})`,
  );
  return found?.at ?? undefined;
}
