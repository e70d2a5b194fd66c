import { type RawBuilder, sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { statement } from '../../../../platform/db/statement.js';
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
  const { number, idNat, type, profession } = card;
  const values = { number, idNat, type, profession, ...opposition(ctx, 'replaced'), states };
  await endCertificates(ctx, (await opposeOthers(ctx.db, values)).rows, 'replaced');
}

/** Opposes the cards still on their way that this one takes the place of: nobody used them. */
export const opposeWaiting = (ctx: Ctx, card: CurrentCard): Promise<void> =>
  opposeCurrent(ctx, card, ['sent']);

interface Opposition {
  readonly at: Date;
  readonly reason: OppositionReason;
  readonly states: readonly CardState[];
}

const opposition = (ctx: Ctx, reason: OppositionReason): Opposition => ({
  ...{ at: ctx.clock.now(), reason, states: statesFor('oppose') },
});

interface Opposed {
  readonly number: string;
  readonly idNat: string;
}

const oppositionWords = (
  value: (key: keyof Opposition) => RawBuilder<unknown>,
  which: RawBuilder<unknown>,
): RawBuilder<Opposed> =>
  sql`update credentials.cards set state = 'opposed', opposed_at = ${value('at')}, opposition_reason = ${value('reason')}
    where ${which} and state = any(${value('states')}) returning number, id_nat as "idNat"`;

// Asked before each card that is made, and nearly always there is none.
const opposeOthers = statement<CurrentCard & Opposition, Opposed>('oppose_other_cards', (value) =>
  oppositionWords(
    value,
    sql`id_nat = ${value('idNat')} and type = ${value('type')} and profession = ${value('profession')}
      and number <> ${value('number')}`,
  ),
);

async function oppose(ctx: Ctx, which: RawBuilder<unknown>, reason: OppositionReason): Promise<number> {
  const values = opposition(ctx, reason);
  const found = await rows(
    ctx.db,
    oppositionWords((key) => sql`${values[key]}`, which),
  );
  await endCertificates(ctx, found, reason);
  return found.length;
}

async function endCertificates(ctx: Ctx, found: readonly Opposed[], reason: OppositionReason): Promise<void> {
  if (found.length === 0) return;
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
