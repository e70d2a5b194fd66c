import { cards } from '../../modules/credentials/index.js';
import { persons } from '../../modules/registry/index.js';
import { type Structure, structuresById } from '../../modules/structures/index.js';
import type { Ctx } from '../../platform/context.js';

/** The places where somebody practises as a liberal professional (TRE_R23 `L`). In: idNat. */
export async function practicesOf(ctx: Ctx, idNat: string): Promise<Structure[]> {
  const person = (await persons(ctx, [idNat])).get(idNat);
  const activities = person?.state === 'active' ? person.exercises.flatMap((one) => one.activities) : [];
  const ids = activities.flatMap(({ mode, structure }) => (mode === 'L' && structure ? [structure] : []));
  return [...(await structuresById(ctx, [...new Set(ids)])).values()];
}

/** What a liberal professional follows: his own cards, and those that he had made here for his employees. */
export interface Followed {
  readonly own: readonly cards.HeldCard[];
  readonly staff: readonly cards.HeldCard[];
  readonly staffOrders: readonly cards.CardOrder[];
}

export async function followedBy(ctx: Ctx, idNat: string): Promise<Followed> {
  return {
    own: (await cards.cardsOf(ctx, { holder: idNat })).filter(({ type }) => type === 'CPS' || type === 'CPF'),
    staff: await cards.cardsOf(ctx, { employer: idNat }),
    staffOrders: await cards.ordersOf(ctx, { employer: idNat }),
  };
}

/** Whether somebody may order again the card of an employee: where he practises as a liberal professional today. */
export const mayRenewAt = (practices: readonly Structure[], { structureId }: cards.HeldCard): boolean =>
  practices.some(({ id }) => id === structureId);
