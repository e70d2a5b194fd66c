import { type RawBuilder, sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { errors } from '../errors.js';
import { orderCancelled } from '../events.js';
import { orderById, writeStep } from '../order-store.js';
import { ORDER_ACTS } from '../rules/order-life-cycle.js';

/**
 * Cancels an order whose card is not being made yet.
 * @throws errors.unknownOrder, tooLate
 */
export async function cancelOrder(
  ctx: Ctx,
  { orderId, reason }: { readonly orderId: string; readonly reason: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await orderById(tx, orderId);
    if ((await cancel(tx, 'cancel', sql`id = ${orderId}`, reason)) === 0) throw errors.tooLate();
  });
}

/** Cancels whatever is under way for somebody who left. In the caller's transaction. */
export async function abandonOrders(ctx: Ctx, idNat: string, reason: string): Promise<void> {
  await cancel(ctx, 'abandon', sql`id_nat = ${idNat}`, reason);
}

async function cancel(
  ctx: Ctx,
  act: 'cancel' | 'abandon',
  which: RawBuilder<unknown>,
  reason: string,
): Promise<number> {
  const { from, to } = ORDER_ACTS[act];
  const done = await rows(
    ctx.db,
    sql<{ orderId: string; idNat: string }>`update credentials.card_orders set state = ${to}, due_at = null
      where ${which} and state = any(${[...from]}) returning id as "orderId", id_nat as "idNat"`,
  );
  for (const order of done) {
    await writeStep(ctx, order.orderId, to, reason);
    await emit(ctx, [orderCancelled(order)]);
    const data = { order: order.orderId };
    await journal(ctx, {
      ...{ act: 'credentials.cancel-card-order', subject: order.idNat, outcome: 'done', reason, data },
    });
  }
  return done.length;
}
