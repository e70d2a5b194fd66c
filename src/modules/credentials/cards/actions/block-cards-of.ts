import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { blocked } from '../events.js';
import { statesFor } from '../rules/life-cycle.js';
import { cardCount } from '../store.js';

/**
 * Blocks every active card of a person, as three wrong codes do: the holder's unblocking code, and nothing else, gives
 * them back. Out: how many there were to block. The caller journals why.
 */
export function blockCardsOf(ctx: Ctx, idNat: string): Promise<number> {
  return transaction(ctx, async (tx) => {
    const found = await rows(
      tx.db,
      sql<{ number: string; idNat: string }>`update credentials.cards set state = 'blocked'
        where id_nat = ${idNat} and state = any(${statesFor('block')}) returning number, id_nat as "idNat"`,
    );
    for (const card of found) await emit(tx, [blocked(card, await cardCount(tx, card.idNat))]);
    return found.length;
  });
}
