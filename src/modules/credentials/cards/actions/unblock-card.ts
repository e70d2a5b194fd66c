import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
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
 * Gives a blocked card back, with another code, in one step. Tries are counted before anything is compared.
 * @throws errors.invalidCode (costs no try), wrongUnblockingCode, deadCard, notUsable, unknownCard
 */
export async function unblockCard(ctx: Ctx, { number, puk, pin }: Unblocking): Promise<void> {
  const problem = personalCodeProblem(pin);
  if (problem) throw errors.invalidCode(problem);
  const counted = await one(
    ctx.db,
    sql<{ tries: number; pukHash: string }>`update credentials.cards set puk_tries = puk_tries + 1
      where number = ${number} and state = any(${statesFor('unblock')}) and puk_tries < ${UNBLOCKING_TRIES}
        and expires_at > ${ctx.clock.now()}
      returning puk_tries as tries, puk_hash as "pukHash"`,
  );
  if (!counted) throw await whyNotCounted(ctx, number);
  if (await verifyPin(ctx.config.secret, puk, counted.pukHash)) return giveBack(ctx, number, pin);
  const triesLeft = UNBLOCKING_TRIES - counted.tries;
  throw triesLeft > 0 ? errors.wrongUnblockingCode(triesLeft) : errors.deadCard();
}

async function giveBack(ctx: Ctx, number: string, pin: string): Promise<void> {
  const pinHash = await hashPin(ctx.config.secret, pin);
  await transaction(ctx, async (tx) => {
    const held = await one(
      tx.db,
      sql<CurrentCard>`select number, id_nat as "idNat", type, profession from credentials.cards
        where number = ${number}`,
    );
    if (!held) throw errors.unknownCard();
    await lockHolder(tx, held.idNat);
    // Blocked before its first right code: the former card is still in use.
    await opposeCurrent(tx, held, ['active']);
    const card = await one(
      tx.db,
      sql<{ number: string; idNat: string }>`update credentials.cards
        set state = 'active', pin_hash = ${pinHash}, pin_tries = 0, puk_tries = 0
        where number = ${number} and state = any(${statesFor('unblock')}) returning number, id_nat as "idNat"`,
    );
    if (!card) throw await whyNot(tx, number);
    await emit(tx, [unblocked(card, await cardCount(tx, card.idNat))]);
    await journal(tx, {
      act: 'credentials.unblock-card',
      subject: card.idNat,
      outcome: 'done',
      data: { number },
    });
  });
}

async function whyNotCounted(ctx: Ctx, number: string) {
  const card = await cardByNumber(ctx, number);
  const blocked = card && standingOf(card, ctx.clock.now()) === 'blocked';
  return blocked ? errors.deadCard() : whyNot(ctx, number);
}
