import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import type { Address } from '../../structures/index.js';
import { errors } from './errors.js';
import type { OrderVia } from './rules/eligibility.js';
import type { CardType } from './rules/kinds.js';
import type { OrderState } from './rules/order-life-cycle.js';
import type { HolderNames } from './store.js';

export type OrderStep = OrderState | 'codes-sent' | 'activated' | 'returned' | 'no-address';

export interface OrderRow {
  readonly orderId: string;
  readonly type: CardType;
  readonly idNat: string;
  readonly holder: HolderNames;
  readonly nominative: boolean;
  readonly profession: string;
  readonly structureId: string | null;
  readonly orderedBy: string;
  readonly via: OrderVia;
  readonly state: OrderState;
  readonly deliverTo: Address | null;
  /** The number of the card whose place it takes. */
  readonly replaces: string | null;
  readonly cardNumber: string | null;
  readonly orderedAt: Date;
  readonly dueAt: Date | null;
}

export const orderColumns = sql`o.id as "orderId", o.type, o.id_nat as "idNat", o.holder, o.nominative, o.profession,
  o.structure_id as "structureId", o.ordered_by as "orderedBy", o.via, o.state, o.deliver_to as "deliverTo", o.replaces,
  o.card_number as "cardNumber", o.ordered_at as "orderedAt", o.due_at as "dueAt"`;

/** @throws errors.unknownOrder */
export async function orderById(ctx: Pick<Ctx, 'db'>, orderId: string): Promise<OrderRow> {
  const found = await one(
    ctx.db,
    sql<OrderRow>`select ${orderColumns} from credentials.card_orders o where o.id::text = ${orderId}`,
  );
  if (!found) throw errors.unknownOrder();
  return found;
}

/** Notes what happened to an order; the first time counts. */
export async function writeStep(ctx: Ctx, orderId: string, step: OrderStep, reason?: string): Promise<void> {
  await sql`insert into credentials.card_order_steps (order_id, step, at, actor, reason)
    values (${orderId}, ${step}, ${ctx.clock.now()}, ${ctx.actor}, ${reason ?? null})
    on conflict do nothing`.execute(ctx.db);
}
