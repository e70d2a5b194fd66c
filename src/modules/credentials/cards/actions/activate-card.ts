import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { activated } from '../events.js';
import { writeStep } from '../order-store.js';
import { cardCount, lockHolder } from '../store.js';
import { type CurrentCard, opposeCurrent } from './oppose-card.js';

interface Activated extends CurrentCard {
  readonly orderId: string | null;
}

/**
 * A card that was sent becomes the one of its holder; the former one is opposed as replaced. Does nothing to a card that
 * is active already. In the caller's transaction.
 */
export async function activateCard(ctx: Ctx, number: string): Promise<void> {
  const found = await one(
    ctx.db,
    sql<Activated>`select number, id_nat as "idNat", type, profession, order_id as "orderId" from credentials.cards
      where number = ${number} and state = 'sent'`,
  );
  if (!found) return;
  await lockHolder(ctx, found.idNat);
  await opposeCurrent(ctx, found);
  const done = await one(
    ctx.db,
    sql`update credentials.cards set state = 'active', activated_at = ${ctx.clock.now()}
      where number = ${number} and state = 'sent' returning number`,
  );
  if (!done) return;
  if (found.orderId) await writeStep(ctx, found.orderId, 'activated');
  await emit(ctx, [activated(found, await cardCount(ctx, found.idNat))]);
  await journal(ctx, {
    act: 'credentials.activate-card',
    subject: found.idNat,
    outcome: 'done',
    data: { number },
  });
}
