import { cards } from '../../modules/credentials/index.js';
import { profession } from '../../modules/nomenclatures/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';

/** One exercise of the holder: the card that it gives right to today, and what there is of it. */
export interface OwnRight {
  readonly profession: string;
  readonly entitlement: cards.Entitlement;
  /** Neither a card in use nor one on its way: it can be ordered. */
  readonly mayOrder: boolean;
}

export interface Holdings {
  readonly cards: readonly cards.HeldCard[];
  readonly orders: readonly cards.CardOrder[];
  readonly rights: readonly OwnRight[];
}

/** Everything that a holder follows of his cards. In: idNat. */
export async function holdingsOf(ctx: Ctx, idNat: string): Promise<Holdings> {
  const [held, orders] = [
    await cards.cardsOf(ctx, { holder: idNat }),
    await cards.ordersOf(ctx, { holder: idNat }),
  ];
  // Whom only a structure numbers has no card of his own: his employer orders it.
  const known = cards.kindsFor(idNat).includes('CPS')
    ? ((await cards.knownHolders(ctx, [idNat])).get(idNat) ?? [])
    : [];
  const rights = known.map(({ facts, exercise }) => {
    const entitlement = cards.whoGetsWhich(facts, today(ctx.clock));
    const of = (one: { type: string; profession: string }) =>
      one.type === entitlement.card && one.profession === (facts.profession ?? '');
    const has =
      held.some((one) => of(one) && cards.isInHand(one.standing)) ||
      orders.some((one) => of(one) && cards.isUnderWay(one.state));
    return {
      profession: profession(facts.profession ?? '', exercise?.category)?.label ?? 'Sans profession',
      entitlement,
      mayOrder: entitlement.card !== undefined && !has,
    };
  });
  return { cards: held, orders, rights };
}

/** A card of the holder's own profession, as against one that an employer ordered. */
export const isOwn = ({ type }: Pick<cards.HeldCard, 'type'>): boolean => type === 'CPS' || type === 'CPF';

/** Whether the card that takes the place of one is on its way, or there already. */
export const isFollowed = (number: string, { cards: held, orders }: Holdings): boolean =>
  orders.some(({ replaces, state }) => replaces === number && cards.isUnderWay(state)) ||
  held.some(({ replaces, standing }) => replaces === number && cards.isInHand(standing));
