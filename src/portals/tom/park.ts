import { cards } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import { civilDay } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';

/** A line of the park: a card, or an order whose card is not sent yet. */
export interface ParkLine {
  readonly name: string;
  readonly idNat: string;
  readonly type: cards.CardType;
  readonly nominative: boolean;
  readonly structure: Structure;
  /** Number of the card; absent while it is being made. */
  readonly number?: string;
  readonly orderId?: string;
  readonly standing: cards.CardStanding | 'under-way';
  /** Civil day of its end. */
  readonly until?: string;
  /** It ends within three months and nothing follows it yet. */
  readonly soon: boolean;
}

const SOON_MS = 90 * 86_400_000;

/** Every card and order under way of some structures, by name. */
export async function parkOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  structures: readonly Structure[],
): Promise<ParkLine[]> {
  const byId = new Map(structures.map((structure) => [structure.id, structure]));
  const whose = { structures: [...byId.keys()] };
  const held = await cards.cardsOf(ctx, whose);
  const orders = await cards.ordersOf(ctx, whose);
  const followed = new Set(
    orders.flatMap(({ state, replaces }) => (state !== 'cancelled' && replaces) || []),
  );
  const of = <One extends { structureId: string | null }>(
    one: One,
    line: (structure: Structure) => ParkLine,
  ) => {
    const structure = byId.get(one.structureId ?? '');
    return structure ? [line(structure)] : [];
  };
  const lines = [
    ...orders
      .filter(({ state }) => state !== 'sent' && state !== 'cancelled')
      .flatMap((order) => of(order, (structure) => underWay(order, structure))),
    ...held.flatMap((card) =>
      of(card, (structure) => ({
        ...ofCard(card, structure),
        soon: endsSoon(card, ctx.clock.now()) && !followed.has(card.number),
      })),
    ),
  ];
  return lines.sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

const shared = (one: cards.HeldCard | cards.CardOrder, structure: Structure) => ({
  ...{ type: one.type, idNat: one.idNat, nominative: one.nominative, structure },
  name: one.nominative ? `${one.familyName} ${one.givenName}`.trim() : `${one.familyName} (de service)`,
});

const underWay = (order: cards.CardOrder, structure: Structure): ParkLine => ({
  ...shared(order, structure),
  ...{ orderId: order.orderId, standing: 'under-way', soon: false },
});

const ofCard = (card: cards.HeldCard, structure: Structure) => ({
  ...shared(card, structure),
  ...{ number: card.number, standing: card.standing, until: civilDay(card.expiresAt) },
});

const endsSoon = ({ standing, expiresAt }: cards.HeldCard, now: Date): boolean =>
  (standing === 'active' || standing === 'blocked') && expiresAt.getTime() - now.getTime() < SOON_MS;

/** What one looks for in the park. */
export interface ParkFilter {
  readonly text: string;
  readonly state: string;
  readonly structure: string;
}

export function filtered(lines: readonly ParkLine[], { text, state, structure }: ParkFilter): ParkLine[] {
  const wanted = text.trim().toLowerCase();
  return lines.filter(
    (one) =>
      (structure === '' || one.structure.id === structure) &&
      (state === '' || one.standing === state || (state === 'soon' && one.soon)) &&
      [one.name, one.idNat, one.number ?? ''].some((value) => value.toLowerCase().includes(wanted)),
  );
}
