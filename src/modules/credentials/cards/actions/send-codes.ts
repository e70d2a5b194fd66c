import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected, one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { unseal } from '../../../../platform/secrets.js';
import type { Address } from '../../../structures/index.js';
import { CODES_PURPOSE, writeLetter } from '../letter-store.js';
import { writeStep } from '../order-store.js';
import { knownHolders } from '../queries/holder-facts.js';
import { type CardCodes, hashCodes } from './make-chip.js';

interface Waiting {
  readonly idNat: string;
  readonly orderId: string | null;
  readonly deliverTo: Address | null;
  readonly sealed: string;
}

/**
 * Sends the codes that wait for a card, and makes them its codes: once, and not when the card was opposed meanwhile. They go
 * where the card went, in a letter of their own.
 */
export async function sendCodes(ctx: Ctx, number: string): Promise<void> {
  const waiting = await one(
    ctx.db,
    sql<Waiting>`select c.id_nat as "idNat", c.order_id as "orderId", o.deliver_to as "deliverTo",
        c.sealed_codes as sealed
      from credentials.cards c left join credentials.card_orders o on o.id = c.order_id
      where c.number = ${number} and c.state in ('sent', 'active', 'blocked') and c.sealed_codes is not null`,
  );
  if (!waiting) return;
  const codes = JSON.parse(unseal(ctx.config.secret, CODES_PURPOSE, waiting.sealed) ?? '{}') as CardCodes;
  const { pinHash, pukHash } = await hashCodes(ctx, codes);
  const to = waiting.deliverTo ?? (await addressOf(ctx, waiting.idNat)) ?? {};
  await transaction(ctx, async (tx) => {
    const taken = await affected(
      tx.db,
      sql`update credentials.cards set sealed_codes = null, pin_hash = ${pinHash}, puk_hash = ${pukHash}, puk_tries = 0,
          pin_tries = case when state = 'blocked' then pin_tries else 0 end
        where number = ${number} and sealed_codes = ${waiting.sealed}`,
    );
    if (taken === 0) return;
    await writeLetter(tx, { kind: 'codes', number, to, content: codes });
    if (waiting.orderId) await writeStep(tx, waiting.orderId, 'codes-sent');
    const about = { subject: waiting.idNat, data: { number } };
    await journal(tx, { act: 'credentials.send-card-codes', ...about, outcome: 'done' });
  });
}

/** Where the authority writes to the holder, for a card that was not ordered. */
async function addressOf(ctx: Ctx, idNat: string): Promise<Address | undefined> {
  return (await knownHolders(ctx, [idNat])).get(idNat)?.[0]?.person.correspondence?.address;
}
