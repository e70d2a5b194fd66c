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

/** What a liberal professional follows: his own cards, and those that he ordered for his employees. */
export interface Followed {
  readonly own: readonly cards.HeldCard[];
  readonly staff: readonly cards.HeldCard[];
  readonly staffOrders: readonly cards.CardOrder[];
}

export async function followedBy(ctx: Ctx, idNat: string): Promise<Followed> {
  const ordered = (await cards.ordersOf(ctx, { orderedBy: idNat })).filter(({ type }) => type === 'CPE');
  const direct = (await cards.cardsOf(ctx, { orderedBy: idNat })).filter(({ type }) => type === 'CPE');
  return {
    own: (await cards.cardsOf(ctx, { holder: idNat })).filter(({ type }) => type === 'CPS' || type === 'CPF'),
    staff: [...direct, ...(await successors(ctx, direct))],
    staffOrders: ordered,
  };
}

/** The cards that took the place of these, ordered by somebody else: the support, or the holder. */
async function successors(ctx: Ctx, direct: readonly cards.HeldCard[]): Promise<cards.HeldCard[]> {
  const known = new Set(direct.map(({ number }) => number));
  const places = new Set(direct.flatMap(({ structureId }) => structureId ?? []));
  const found: cards.HeldCard[] = [];
  // Oldest first: a chain of replacements is followed to its end.
  for (const structureId of places)
    for (const card of (await cards.cardsOf(ctx, { structureId })).toReversed())
      if (card.replaces && known.has(card.replaces) && !known.has(card.number)) {
        known.add(card.number);
        found.push(card);
      }
  return found;
}
