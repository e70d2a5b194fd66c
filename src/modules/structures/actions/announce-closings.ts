import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { structureChanged } from '../events.js';
import type { SavedStructure } from '../store.js';

/**
 * Closes the structures whose day of closing, told before, has come: nobody writes anything on that day, and their contract and
 * certificates end with it. Opens them again when the clock went back. Read from end to end, once a day. Harmless when
 * repeated. Out: how many structures.
 */
export function announceClosings(ctx: Ctx): Promise<number> {
  return transaction(ctx, async (tx) => {
    const last = await one(tx.db, sql<{ day: string }>`select day from structures.announced_day for update`);
    const day = today(tx.clock);
    if (!last || last.day === day) return 0;
    const changed = await rows(
      tx.db,
      sql<SavedStructure>`update structures.structures
        set active = not active, updated_at = ${tx.clock.now()}, act = 'closing-day'
        where data ? 'closedOn' and active = (data ->> 'closedOn' <= ${day}) returning id, version`,
    );
    await sql`update structures.announced_day set day = ${day}::date`.execute(tx.db);
    await emit(tx, changed.map(structureChanged));
    return changed.length;
  });
}
