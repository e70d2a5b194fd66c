import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { hashToken, randomToken, verifyPin } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { blocked } from '../events.js';
import { CODE_TRIES, PROOF_SECONDS } from '../rules/durations.js';
import { statesFor } from '../rules/life-cycle.js';
import { cardCount, whyNot } from '../store.js';
import { activateCard } from './activate-card.js';

export interface HolderProof {
  /** A card that was just presented with its certificate. */
  readonly number: string;
  /** The four digits typed. */
  readonly pin: string;
  /** What the proof is for; it is worth nothing elsewhere. */
  readonly purpose: string;
}

/**
 * Checks the code of a card in place of its reader. One conditional update counts the try before anything is
 * compared, so the fourth in a row is refused even when right, and even when tries arrive at once.
 * Out: a code that `spendProof` takes once, within a minute, for the same purpose.
 * @throws errors.wrongCode, notUsable, unknownCard
 */
export async function proveHolder(ctx: Ctx, { number, pin, purpose }: HolderProof): Promise<string> {
  const counted = await one(
    ctx.db,
    sql<{
      idNat: string;
      tries: number;
      pinHash: string;
    }>`update credentials.cards set pin_tries = pin_tries + 1
      where number = ${number} and state = any(${statesFor('identify')}) and pin_tries < ${CODE_TRIES}
        and expires_at > ${ctx.clock.now()}
      returning id_nat as "idNat", pin_tries as tries, pin_hash as "pinHash"`,
  );
  if (!counted) throw await whyNotCounted(ctx, number);
  if (await verifyPin(ctx.config.secret, pin, counted.pinHash)) return writeProof(ctx, number, purpose);
  const triesLeft = CODE_TRIES - counted.tries;
  await journal(ctx, { act: 'credentials.check-card-code', subject: counted.idNat, outcome: 'refused' });
  if (triesLeft > 0) throw errors.wrongCode(triesLeft);
  await block(ctx, number);
  throw errors.notUsable('blocked');
}

async function writeProof(ctx: Ctx, number: string, purpose: string): Promise<string> {
  const code = randomToken();
  return transaction(ctx, async (tx) => {
    await activateCard(tx, number);
    const reset = await one(
      tx.db,
      sql`update credentials.cards set pin_tries = 0
        where number = ${number} and state = any(${statesFor('identify')}) returning number`,
    );
    if (!reset) throw await whyNot(tx, number);
    await sql`insert into credentials.card_proofs (code_hash, card_number, purpose_hash, expires_at)
      values (${hashToken(code)}, ${number}, ${hashToken(purpose)},
        clock_timestamp() + make_interval(secs => ${PROOF_SECONDS}))`.execute(tx.db);
    return code;
  });
}

async function block(ctx: Ctx, number: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const card = await one(
      tx.db,
      sql<{ number: string; idNat: string }>`update credentials.cards set state = 'blocked'
        where number = ${number} and state = any(${statesFor('block')}) and pin_tries >= ${CODE_TRIES}
        returning number, id_nat as "idNat"`,
    );
    if (!card) return;
    await emit(tx, [blocked(card, await cardCount(tx, card.idNat))]);
    await journal(tx, {
      act: 'credentials.block-card',
      subject: card.idNat,
      outcome: 'done',
      data: { number },
    });
  });
}

async function whyNotCounted(ctx: Ctx, number: string) {
  const why = await whyNot(ctx, number);
  // Three tries are being compared at this very moment: this one comes too late.
  return why.code === errors.notUsable('active').code ? errors.notUsable('blocked') : why;
}
