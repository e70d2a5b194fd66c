import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import type { JournalEntry } from '../../../../platform/journal.js';
import { seal } from '../../../../platform/secrets.js';
import { codesAsked, sent } from '../events.js';
import { CODES_PURPOSE, writeLetter } from '../letter-store.js';
import { type OrderRow, writeStep } from '../order-store.js';
import { chipContent } from '../queries/chip-content.js';
import { holderOnCard } from '../queries/holder-on-card.js';
import { codesAfter } from '../rules/order-dates.js';
import { lockHolder } from '../store.js';
import { type Chip, makeChip } from './make-chip.js';
import { opposeWaiting } from './oppose-card.js';
import { type NewCard, recordCard } from './record-card.js';

/**
 * Makes the card of an order and its letter; the codes follow a day later. Made twice at once, one of them is thrown away:
 * its serials stay reserved, which counts as revoked. Out: false when the order was no longer there to be sent.
 */
export async function sendCard(ctx: Ctx, order: OrderRow): Promise<boolean> {
  const holder = await holderOnCard(ctx, order);
  const [chip, content] = await Promise.all([makeChip(ctx, order.type, holder), chipContent(ctx, order)]);
  return transaction(ctx, async (tx) => {
    const { idNat, type, orderId } = order;
    const dueAt = codesAfter(tx.clock.now());
    await lockHolder(tx, idNat);
    await opposeWaiting(tx, { ...order, number: chip.number });
    const sealedCodes = seal(
      tx.config.secret,
      CODES_PURPOSE,
      JSON.stringify({ pin: chip.pin, puk: chip.puk }),
    );
    const card: NewCard = { ...order, chip, content, names: order.holder, state: 'sent', sealedCodes };
    const data = { number: chip.number, order: orderId };
    const entry: JournalEntry = { act: 'credentials.send-card', subject: idNat, outcome: 'done', data };
    await recordCard(tx, card, entry, (count) => [
      sent({ idNat, number: chip.number }, count, type),
      codesAsked(chip.number, dueAt),
    ]);
    const moved = await affected(
      tx.db,
      sql`update credentials.card_orders set state = 'sent', card_number = ${chip.number}, due_at = null
        where id = ${orderId} and state = 'in-production'`,
    );
    if (moved === 0) throw new Error(`order ${orderId} was carried on by another`);
    await writeLetter(tx, {
      kind: 'card',
      number: chip.number,
      to: order.deliverTo ?? {},
      content: letterOf(chip),
    });
    await writeStep(tx, orderId, 'sent');
    return true;
  });
}

/** What the letter carries in place of the plastic: the chip, as files. */
const letterOf = ({ pkcs12, signature, password }: Chip) => ({
  pkcs12: pkcs12.toString('base64'),
  signature: signature.toString('base64'),
  password,
});
