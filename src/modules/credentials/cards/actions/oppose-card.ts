import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { revokeCertificates } from '../../ca/register.js';
import { opposed } from '../events.js';
import type { CardType } from '../rules/kinds.js';
import { type CardState, type OppositionReason, REVOCATION_REASONS, statesFor } from '../rules/life-cycle.js';
import { cardCount, whyNot } from '../store.js';
import { abandonOrders } from './cancel-order.js';

/**
 * Opposes a card, for good; its certificates open nothing from the next request on, in every process.
 * @throws errors.unknownCard, notUsable when it already is
 */
export async function opposeCard(
  ctx: Ctx,
  { number, reason }: { readonly number: string; readonly reason: OppositionReason },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const done = await oppose(tx, sql`number = ${number}`, reason);
    if (done === 0) throw await whyNot(tx, number);
  });
}

/** Opposes every card of a person, and stops those being made. Out: how many there were to oppose. */
export function opposeCardsOf(
  ctx: Ctx,
  { idNat, reason }: { readonly idNat: string; readonly reason: OppositionReason },
): Promise<number> {
  return transaction(ctx, async (tx) => {
    await abandonOrders(tx, idNat, reason);
    return oppose(tx, sql`id_nat = ${idNat}`, reason);
  });
}

export interface CurrentCard {
  readonly number: string;
  readonly idNat: string;
  readonly type: CardType;
  readonly profession: string;
}

/** Opposes the other cards of that type that the person holds for that exercise: this one takes their place. */
export async function opposeCurrent(
  ctx: Ctx,
  card: CurrentCard,
  states: readonly CardState[] = statesFor('oppose'),
): Promise<void> {
  const others = sql`id_nat = ${card.idNat} and type = ${card.type} and profession = ${card.profession}
    and number <> ${card.number} and state = any(${[...states]})`;
  await oppose(ctx, others, 'replaced');
}

/** Opposes the cards still on their way that this one takes the place of: nobody used them. */
export const opposeWaiting = (ctx: Ctx, card: CurrentCard): Promise<void> =>
  opposeCurrent(ctx, card, ['sent']);

async function oppose(ctx: Ctx, which: ReturnType<typeof sql>, reason: OppositionReason): Promise<number> {
  const found = await rows(
    ctx.db,
    sql<{ number: string; idNat: string }>`update credentials.cards
      set state = 'opposed', opposed_at = ${ctx.clock.now()}, opposition_reason = ${reason}
      where ${which} and state = any(${statesFor('oppose')}) returning number, id_nat as "idNat"`,
  );
  if (found.length === 0) return 0;
  await revokeCertificates(ctx, await serialsOf(ctx, found), REVOCATION_REASONS[reason]);
  for (const card of found) {
    await emit(ctx, [opposed(card, await cardCount(ctx, card.idNat), reason)]);
    await journal(ctx, {
      act: 'credentials.oppose-card',
      subject: card.idNat,
      outcome: 'done',
      reason,
      data: { number: card.number },
    });
  }
  return found.length;
}

async function serialsOf(ctx: Ctx, opposedCards: readonly { number: string }[]): Promise<string[]> {
  const numbers = opposedCards.map(({ number }) => number);
  const found = await rows(
    ctx.db,
    sql<{
      serial: string;
    }>`select serial from credentials.card_certificates where card_number = any(${numbers})`,
  );
  return found.map(({ serial }) => serial);
}
