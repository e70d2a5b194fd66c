import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { revokeCertificates } from '../../ca/register.js';
import { errors } from '../errors.js';
import { opposed } from '../events.js';
import { writeStep } from '../order-store.js';
import { REVOCATION_REASONS, statesFor } from '../rules/life-cycle.js';
import { cardCount } from '../store.js';

interface Returned {
  readonly number: string;
  readonly idNat: string;
  readonly orderId: string | null;
}

/**
 * Notes that a letter came back. A card that nobody used is then worth nothing, for good: its envelope was in unknown hands;
 * one that is in use stays.
 * @throws errors.unknownLetter when it does not exist or came back before
 */
export async function returnLetter(ctx: Ctx, letterId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const letter = await one(
      tx.db,
      sql<{
        number: string;
      }>`update credentials.card_letters set returned_at = ${tx.clock.now()}, sealed = null
        where id::text = ${letterId} and returned_at is null returning card_number as number`,
    );
    if (!letter) throw errors.unknownLetter();
    const card = await one(
      tx.db,
      sql<Returned>`update credentials.cards set state = 'returned', returned_at = ${tx.clock.now()}, sealed_codes = null
        where number = ${letter.number} and state = any(${statesFor('return')})
        returning number, id_nat as "idNat", order_id as "orderId"`,
    );
    if (card) await end(tx, card);
  });
}

async function end(ctx: Ctx, card: Returned): Promise<void> {
  const serials = await rows(
    ctx.db,
    sql<{
      serial: string;
    }>`select serial from credentials.card_certificates where card_number = ${card.number}`,
  );
  const reason = 'returned';
  await revokeCertificates(
    ctx,
    serials.map(({ serial }) => serial),
    REVOCATION_REASONS[reason],
  );
  if (card.orderId) await writeStep(ctx, card.orderId, 'returned');
  await emit(ctx, [opposed(card, await cardCount(ctx, card.idNat), reason)]);
  const data = { number: card.number };
  await journal(ctx, { act: 'credentials.return-card', subject: card.idNat, outcome: 'done', reason, data });
}
