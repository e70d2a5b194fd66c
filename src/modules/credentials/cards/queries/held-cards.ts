import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { Address } from '../../../structures/index.js';
import { errors } from '../errors.js';
import type { OrderVia } from '../rules/eligibility.js';
import { type CardStanding, standingOf } from '../rules/life-cycle.js';
import { type Card, cardColumns, type HolderNames } from '../store.js';
import { ordersOfEmployer, type Whose } from './whose.js';

/** A card with all that its holder, or whoever ordered it, follows of it. */
export interface HeldCard extends Card, HolderNames {
  /** What it is worth now. */
  readonly standing: CardStanding;
  readonly profession: string;
  readonly structureId: string | null;
  readonly orderId: string | null;
  readonly orderedBy: string | null;
  readonly via: OrderVia | null;
  readonly replaces: string | null;
  readonly activatedAt: Date | null;
  readonly opposedAt: Date | null;
  readonly oppositionReason: string | null;
  /** When the chip was last brought up to date. */
  readonly contentAt: Date | null;
  readonly deliverTo: Address | null;
  /** When each letter left; null before. */
  readonly cardSentAt: Date | null;
  readonly codesSentAt: Date | null;
}

type Row = Omit<HeldCard, 'standing' | keyof HolderNames> & { readonly holder: Partial<HolderNames> };

/** Every card of a holder, of some structures, or of the employees of somebody; newest first. In: idNat or technical ids. */
export const cardsOf = (ctx: Pick<Ctx, 'db' | 'clock'>, whose: Whose): Promise<HeldCard[]> =>
  held(ctx, condition(whose));

/** The card of that number. @throws errors.unknownCard */
export async function heldCard(ctx: Pick<Ctx, 'db' | 'clock'>, number: string): Promise<HeldCard> {
  const [found] = await held(ctx, sql`c.number = ${number}`);
  if (!found) throw errors.unknownCard();
  return found;
}

function condition(whose: Whose) {
  if ('holder' in whose) return sql`c.id_nat = ${whose.holder}`;
  if ('structures' in whose) return sql`c.structure_id = any(${[...whose.structures]})`;
  return sql`c.order_id in (${ordersOfEmployer(whose.employer)})`;
}

async function held(ctx: Pick<Ctx, 'db' | 'clock'>, which: ReturnType<typeof sql>): Promise<HeldCard[]> {
  const lastLetter = (kind: string) => sql`(select max(l.sent_at) from credentials.card_letters l
    where l.card_number = c.number and l.kind = ${kind})`;
  const found = await rows(
    ctx.db,
    sql<Row>`select ${cardColumns}, c.holder, c.profession, c.structure_id as "structureId", c.order_id as "orderId",
        o.ordered_by as "orderedBy", o.via, c.replaces, c.activated_at as "activatedAt", c.opposed_at as "opposedAt",
        c.opposition_reason as "oppositionReason", c.content_at as "contentAt", o.deliver_to as "deliverTo",
        ${lastLetter('card')} as "cardSentAt", ${lastLetter('codes')} as "codesSentAt"
      from credentials.cards c left join credentials.card_orders o on o.id = c.order_id
      where ${which} order by c.issued_at desc, c.number desc`,
  );
  const now = ctx.clock.now();
  return found.map(({ holder: { givenName = '', familyName = '' }, ...card }) => ({
    ...card,
    ...{ givenName, familyName, standing: standingOf(card, now) },
  }));
}
