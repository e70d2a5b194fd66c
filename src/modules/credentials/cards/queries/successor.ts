import type { Ctx } from '../../../../platform/context.js';
import type { IncidentReason } from '../rules/incidents.js';
import type { OrderState } from '../rules/order-life-cycle.js';
import { cardsOf, type HeldCard } from './held-cards.js';
import { ordersOf } from './orders-of.js';

/** The card that takes the place of another one, and that its holder has not used yet. */
export interface Successor {
  /** When its letter left. */
  readonly sentAt?: Date;
  /** When it is to leave, where that is known. */
  readonly expectedAt?: Date;
}

const PENDING: readonly OrderState[] = ['ordered', 'validated', 'in-production'];

/**
 * What is on its way already in place of a card of which something is declared. What is sent does not count where what is
 * written on cards has changed: it may bear the former data.
 */
export async function successorOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  card: HeldCard,
  reason: IncidentReason,
): Promise<Successor | undefined> {
  const isLike = (one: Pick<HeldCard, 'type' | 'profession'>) =>
    one.type === card.type && one.profession === card.profession;
  const orders = await ordersOf(ctx, { holder: card.idNat });
  const order = orders.find((one) => isLike(one) && PENDING.includes(one.state));
  if (order) {
    const { card: expectedAt } = order.expected;
    return expectedAt > ctx.clock.now() ? { expectedAt } : {};
  }
  if (reason === 'data-change') return undefined;
  const others = await cardsOf(ctx, { holder: card.idNat });
  const sent = others.find((one) => isLike(one) && one.standing === 'sent' && one.number !== card.number);
  return sent && (sent.cardSentAt ? { sentAt: sent.cardSentAt } : {});
}
