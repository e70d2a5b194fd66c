import type { Ctx } from '../../../../platform/context.js';
import { Refusal } from '../../../../platform/errors.js';
import { errors } from '../errors.js';
import type { HeldCard } from '../queries/held-cards.js';
import { orderCard } from './order-card.js';

/** Another card like one that exists. Out: the order, or the sentence that says why there is none. */
export async function orderAgain(
  ctx: Ctx,
  card: HeldCard,
  how: { readonly via: 'renewal' | 'replacement'; readonly orderedBy: string },
): Promise<{ orderId?: string; noReplacement?: string }> {
  try {
    return await orderLike(ctx, card, how);
  } catch (error) {
    if (error instanceof Refusal) return { noReplacement: error.message };
    throw error;
  }
}

/** @throws what `orderCard` throws */
export function orderLike(
  ctx: Ctx,
  card: HeldCard,
  { via, orderedBy }: { readonly via: 'renewal' | 'replacement'; readonly orderedBy: string },
): Promise<{ orderId: string }> {
  const { idNat, givenName, familyName, type, nominative, number } = card;
  if (card.standing === 'returned' && via === 'renewal') throw errors.notUsable('returned');
  return orderCard(ctx, {
    ...{ type, nominative, via, orderedBy, replaces: number },
    holder: { idNat, givenName, familyName },
    ...(card.structureId && { structureId: card.structureId }),
    ...(card.deliverTo && { deliverTo: card.deliverTo }),
  });
}
