import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import type { Refusal } from '../../../../platform/errors.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { hashPin, verifyPin } from '../../../../platform/secrets.js';
import { personalCodeProblem } from '../../ecps/rules/personal-code.js';
import { errors } from '../errors.js';
import { unblocked } from '../events.js';
import { UNBLOCKING_TRIES } from '../rules/durations.js';
import { standingOf, statesFor } from '../rules/life-cycle.js';
import { cardByNumber, cardCount, lockHolder, whyNot } from '../store.js';
import { type CurrentCard, opposeCurrent } from './oppose-card.js';

export interface Unblocking {
  readonly number: string;
  /** The eight digits of the letter. */
  readonly puk: string;
  /** The four digits that the person chose. */
  readonly pin: string;
}

/**
 * Gives a blocked card back, with another code, in one step. Tries are counted before anything is compared, one attempt of a
 * holder after the other: those that come after the right one learn that the card is not blocked any more.
 * @throws errors.invalidCode (costs no try), wrongUnblockingCode, deadCard, notUsable, unknownCard
 */
export async function unblockCard(ctx: Ctx, { number, puk, pin }: Unblocking): Promise<void> {
  const problem = personalCodeProblem(pin);
  if (problem) throw errors.invalidCode(problem);
  const refused = await transaction(ctx, async (tx) => {
    const card = await cardByNumber(tx, number);
    if (card) await lockHolder(tx, card.idNat);
    return attempt(tx, { number, puk, pin });
  });
  // Thrown out here: what was counted stays.
  if (refused) throw refused;
}

async function attempt(ctx: Ctx, { number, puk, pin }: Unblocking): Promise<Refusal | undefined> {
  const counted = await one(
    ctx.db,
    sql<{ tries: number; pukHash: string }>`update credentials.cards set puk_tries = puk_tries + 1
      where number = ${number} and state = any(${statesFor('unblock')}) and puk_tries < ${UNBLOCKING_TRIES}
        and expires_at > ${ctx.clock.now()}
      returning puk_tries as tries, puk_hash as "pukHash"`,
  );
  if (!counted) return whyNotCounted(ctx, number);
  if (await verifyPin(ctx.config.secret, puk, counted.pukHash)) {
    await giveBack(ctx, number, pin);
    return undefined;
  }
  const triesLeft = UNBLOCKING_TRIES - counted.tries;
  return triesLeft > 0 ? errors.wrongUnblockingCode(triesLeft) : errors.deadCard();
}

async function giveBack(ctx: Ctx, number: string, pin: string): Promise<void> {
  const pinHash = await hashPin(ctx.config.secret, pin);
  const held = await one(
    ctx.db,
    sql<CurrentCard>`select number, id_nat as "idNat", type, profession from credentials.cards
      where number = ${number}`,
  );
  if (!held) throw errors.unknownCard();
  // Blocked before its first right code: the former card is still in use.
  await opposeCurrent(ctx, held, ['active']);
  const card = await one(
    ctx.db,
    sql<{ number: string; idNat: string }>`update credentials.cards
      set state = 'active', pin_hash = ${pinHash}, pin_tries = 0, puk_tries = 0
      where number = ${number} and state = any(${statesFor('unblock')}) returning number, id_nat as "idNat"`,
  );
  if (!card) throw await whyNot(ctx, number);
  await emit(ctx, [unblocked(card, await cardCount(ctx, card.idNat))]);
  await journal(ctx, {
    act: 'credentials.unblock-card',
    subject: card.idNat,
    outcome: 'done',
    data: { number },
  });
}

async function whyNotCounted(ctx: Ctx, number: string) {
  const card = await cardByNumber(ctx, number);
  const blocked = card && standingOf(card, ctx.clock.now()) === 'blocked';
  return blocked ? errors.deadCard() : whyNot(ctx, number);
}
