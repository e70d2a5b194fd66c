import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { LoadBook } from '../../../platform/files/load-book.js';
import { errors } from '../errors.js';
import type { MailReport } from './import.js';

/** The loads of the national file of mailboxes. */
export const LOADS = {
  book: new LoadBook<MailReport>({ schema: 'messaging', staged: 'lines', facts: ['file', 'counts'] }),
  busy: errors.importBusy,
  notHeld: errors.importNotHeld,
  replaces: () => true,
};

/** The loads that wait for a decision, and the last ones, newest first. */
export const lastMailLoads = (ctx: Pick<Ctx, 'db'>): Promise<MailReport[]> => LOADS.book.last(ctx);

/** A load by its number. */
export const readMailLoad = (ctx: Pick<Ctx, 'db'>, id: number): Promise<MailReport | undefined> =>
  LOADS.book.read(ctx, id);

/** The newest load that was applied; undefined before the first. */
export const lastMailApplied = (ctx: Pick<Ctx, 'db'>): Promise<MailReport | undefined> =>
  LOADS.book.lastApplied(ctx);

/** When the newest file applied was published; undefined before the first. */
export async function lastPublished(ctx: Pick<Ctx, 'db'>): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{
      at: string | null;
    }>`select max(file ->> 'publishedAt') at from messaging.imports where state = 'applied'`,
  );
  return found?.at ?? undefined;
}
