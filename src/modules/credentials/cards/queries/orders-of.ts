import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { type OrderRow, type OrderStep, orderColumns } from '../order-store.js';
import { type OrderDates, orderDates } from '../rules/order-dates.js';
import type { HolderNames } from '../store.js';
import { ordersOfEmployer, type Whose } from './whose.js';

/** An order with what happened to it, oldest first, and when the rest is expected. */
export interface CardOrder extends Omit<OrderRow, 'holder'>, HolderNames {
  readonly steps: readonly { readonly step: OrderStep; readonly at: Date; readonly reason: string | null }[];
  readonly expected: OrderDates;
}

type Row = OrderRow & {
  readonly steps: { readonly step: OrderStep; readonly at: string; readonly reason: string | null }[];
};

/** The orders for a holder, of some structures, or for the employees of somebody; newest first. In: idNat or technical ids. */
export async function ordersOf(ctx: Pick<Ctx, 'db'>, whose: Whose): Promise<CardOrder[]> {
  const found = await rows(
    ctx.db,
    sql<Row>`select ${orderColumns}, (select coalesce(jsonb_agg(
          jsonb_build_object('step', s.step, 'at', s.at, 'reason', s.reason) order by s.at), '[]')
        from credentials.card_order_steps s where s.order_id = o.id) as steps
      from credentials.card_orders o where ${condition(whose)} order by o.ordered_at desc, o.id`,
  );
  return found.map(({ holder, ...order }) => ({
    ...order,
    ...holder,
    steps: order.steps.map((step) => ({ ...step, at: new Date(step.at) })),
    expected: orderDates(order.orderedAt),
  }));
}

function condition(whose: Whose) {
  if ('holder' in whose) return sql`o.id_nat = ${whose.holder}`;
  if ('structures' in whose) return sql`o.structure_id = any(${[...whose.structures]})`;
  return sql`o.id in (${ordersOfEmployer(whose.employer)})`;
}
