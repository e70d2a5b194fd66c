import type { Ctx } from '../../../../platform/context.js';
import { errors } from '../errors.js';
import { cardsOf, heldCard } from '../queries/held-cards.js';
import { ordersOf } from '../queries/orders-of.js';
import { isInHand } from '../rules/life-cycle.js';
import { orderAgain, orderLike } from './order-again.js';

/**
 * Orders the card that follows one that is in use or has expired; the former serves until the new one is first used.
 * @throws errors.unknownCard, notUsable for a card that was opposed, alreadyFollowed, and what `orderCard` throws
 */
export async function renewCard(
  ctx: Ctx,
  { number, by }: { readonly number: string; readonly by: string },
): Promise<{ orderId: string }> {
  const card = await heldCard(ctx, number);
  if (card.standing === 'opposed' || card.standing === 'returned') throw errors.notUsable(card.standing);
  const others = await cardsOf(ctx, { holder: card.idNat });
  if (others.some((one) => one.replaces === number && isInHand(one.standing))) throw errors.alreadyFollowed();
  return orderLike(ctx, card, { via: 'renewal', orderedBy: by });
}

/**
 * Orders what follows a professional's card that ends soon, without anybody asking: once, and not when the card is no longer
 * in use. Who is no longer entitled to one keeps the card to its end. In: the number of a card.
 */
export async function renewInTime(ctx: Ctx, number: string): Promise<void> {
  const card = await heldCard(ctx, number);
  if (card.standing !== 'active') return;
  const orders = await ordersOf(ctx, { holder: card.idNat });
  if (orders.some(({ replaces }) => replaces === number)) return;
  const { noReplacement } = await orderAgain(ctx, card, { via: 'renewal', orderedBy: 'system' });
  if (noReplacement) ctx.log.info({ reason: noReplacement }, 'a card is not renewed');
}
