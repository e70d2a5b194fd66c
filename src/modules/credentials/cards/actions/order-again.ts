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

/**
 * The card that follows one of staff stays that of who ordered the first, whoever declares an incident: the employer's right
 * gives it, and the employer goes on following it. @throws what `orderCard` throws
 */
export function orderLike(
  ctx: Ctx,
  card: HeldCard,
  { via, orderedBy: asking }: { readonly via: 'renewal' | 'replacement'; readonly orderedBy: string },
): Promise<{ orderId: string }> {
  const orderedBy = (card.structureId && card.orderedBy) || asking;
  const { idNat, givenName, familyName, type, nominative, number } = card;
  if (card.standing === 'returned' && via === 'renewal') throw errors.notUsable('returned');
  return orderCard(ctx, {
    ...{ type, nominative, via, orderedBy, replaces: number },
    holder: { idNat, givenName, familyName },
    ...(card.structureId && { structureId: card.structureId }),
    ...(card.deliverTo && { deliverTo: card.deliverTo }),
  });
}
