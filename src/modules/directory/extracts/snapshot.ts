import { type IsolationLevel, sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { type Db, one } from '../../../platform/db/connection.js';
import { currentPublication } from '../publications/current-publication.js';
import type { Publication } from '../publications/publication.js';

/** One state of the whole directory, however long it is read and whatever is written meanwhile. */
export interface Snapshot {
  /** The state that is read. */
  readonly publication: Publication;
  /** Day of the clock, `YYYY-MM-DD`: parts are those of this day. */
  readonly on: string;
  /** Transactions that all see this state: PostgreSQL makes text of one batch while we read the other. */
  readonly readers: readonly Db[];
}

/** Reads the directory at one state. One connection of the pool is held for the time of `work`, two to read it whole. */
export function atOneState<T>(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  what: 'whole' | 'changes',
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  return reading(ctx.db, async (first) => {
    const publication = await currentPublication({ db: first });
    const on = today(ctx.clock);
    if (what === 'changes') return work({ publication, on, readers: [first] });
    const exported = await one(first, sql<{ id: string }>`select pg_export_snapshot() id`);
    return reading(ctx.db, async (second) => {
      await sql.raw(`set transaction snapshot '${exported?.id}'`).execute(second);
      return work({ publication, on, readers: [first, second] });
    });
  });
}

const LEVEL: IsolationLevel = 'repeatable read';

const reading = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel(LEVEL).setAccessMode('read only').execute(work);
