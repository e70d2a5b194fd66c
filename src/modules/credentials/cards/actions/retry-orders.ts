import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { orderMoved } from '../events.js';
import { knownHolders } from '../queries/holder-facts.js';

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Carries on the orders that waited for an address, where the authority knows one by now. Out: how many. Statements grow with
 * the hundreds of orders that wait.
 */
export async function retryOrders(ctx: Ctx): Promise<number> {
  let found = 0;
  for (let after = FIRST; ; ) {
    const waiting = await rows(
      ctx.db,
      sql<{ id: string; idNat: string }>`select id, id_nat as "idNat" from credentials.card_orders
        where state = 'ordered' and deliver_to is null and id > ${after} order by id limit ${BATCH}`,
    );
    const known = await knownHolders(
      ctx,
      waiting.map(({ idNat }) => idNat),
    );
    const reachable = waiting.filter(({ idNat }) => known.get(idNat)?.[0]?.person.correspondence?.address);
    await emit(
      ctx,
      reachable.map(({ id }) => orderMoved(id, 1, ctx.clock.now())),
    );
    found += reachable.length;
    const last = waiting.at(-1);
    if (waiting.length < BATCH || !last) return found;
    after = last.id;
  }
}
