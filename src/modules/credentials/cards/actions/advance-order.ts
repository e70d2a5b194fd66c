import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import type { Address } from '../../../structures/index.js';
import { orderMoved } from '../events.js';
import { type OrderRow, orderById, orderColumns, writeStep } from '../order-store.js';
import { knownHolders } from '../queries/holder-facts.js';
import { CARD_KINDS } from '../rules/kinds.js';
import { orderDates } from '../rules/order-dates.js';
import { ORDER_ACTS, type OrderAct } from '../rules/order-life-cycle.js';
import { sendCard } from './send-card.js';

/**
 * Carries an order as far as it can go now, and notes when it goes on: validated as soon as its address is known, made
 * after a working day, sent after five, and its codes the day after. Harmless when repeated.
 */
export async function advanceOrder(ctx: Ctx, orderId: string): Promise<void> {
  for (;;) {
    const order = await orderById(ctx, orderId);
    if (order.dueAt && order.dueAt > ctx.clock.now()) return;
    if (!(await step(ctx, order))) return;
  }
}

async function step(ctx: Ctx, order: OrderRow): Promise<boolean> {
  const dates = orderDates(order.orderedAt);
  if (order.state === 'ordered') return validate(ctx, order, dates.production);
  if (order.state === 'validated') return (await move(ctx, order, 'produce', dates.card)) !== undefined;
  if (order.state === 'in-production') return sendCard(ctx, order);
  return false;
}

async function validate(ctx: Ctx, order: OrderRow, dueAt: Date): Promise<boolean> {
  const address = order.deliverTo ?? (await addressNow(ctx, order));
  if (!address) {
    await writeStep(ctx, order.orderId, 'no-address');
    return false;
  }
  return (await move(ctx, order, 'validate', dueAt, address)) !== undefined;
}

/** A professional's card waits until the authority knows where it is to be sent. */
async function addressNow(ctx: Ctx, { type, idNat }: OrderRow): Promise<Address | undefined> {
  if (CARD_KINDS[type].holder !== 'professional') return undefined;
  return (await knownHolders(ctx, [idNat])).get(idNat)?.[0]?.person.correspondence?.address;
}

/** Does one act to an order, if it is still where it was, and asks for the next one at its date. */
async function move(
  ctx: Ctx,
  { orderId }: OrderRow,
  act: OrderAct,
  dueAt: Date,
  address?: Address,
): Promise<OrderRow | undefined> {
  const { from, to } = ORDER_ACTS[act];
  return transaction(ctx, async (tx) => {
    const moved = await one(
      tx.db,
      sql<OrderRow>`update credentials.card_orders o set state = ${to}, due_at = ${dueAt},
          deliver_to = coalesce(${address ? JSON.stringify(address) : null}::jsonb, deliver_to)
        where o.id = ${orderId} and o.state = any(${[...from]}) returning ${orderColumns}`,
    );
    if (!moved) return undefined;
    await writeStep(tx, orderId, to);
    await emit(tx, [orderMoved(orderId, act === 'validate' ? 2 : 3, dueAt)]);
    return moved;
  });
}
