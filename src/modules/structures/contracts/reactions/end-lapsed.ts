import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { Reaction } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { LAPSE } from '../store.js';

/** Ends the contracts of structures that changed their numbers, or closed. */
export const endLapsedContracts: Reaction = {
  name: 'structures.end-lapsed-contracts',
  run: async (ctx, ids) => {
    await endLapsed(ctx, ids);
  },
};

/** The same after a whole file of FINESS, which tells of no structure by itself. */
export const endLapsedByFile: Reaction = {
  name: 'structures.end-contracts-lapsed-by-file',
  run: async (ctx) => {
    await endLapsed(ctx);
  },
};

/**
 * Ends what no longer holds, dated and journaled. In: technical ids, or none for all of them. Out: the numbers ended.
 */
export function endLapsed(ctx: Ctx, ids?: readonly string[]): Promise<string[]> {
  return transaction(ctx, async (tx) => {
    const ended = await rows(
      tx.db,
      sql<{ number: string; structure_id: string; ending: string }>`update structures.contracts c
        set ended_at = ${tx.clock.now()}, ending = ${LAPSE}
        from structures.structures s
        where s.id = c.structure_id and c.ended_at is null and ${LAPSE} is not null
          and ${ids === undefined ? sql`true` : sql`c.structure_id = any(${[...ids]})`}
        returning c.number, c.structure_id, c.ending`,
    );
    for (const { number, structure_id, ending } of ended) {
      await journal(tx, {
        act: 'structures.end-contract',
        subject: structure_id,
        outcome: 'done',
        reason: ending,
        data: { number },
      });
    }
    return ended.map(({ number }) => number);
  });
}
