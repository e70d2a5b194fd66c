import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { errors } from '../errors.js';
import { chipContent } from '../queries/chip-content.js';
import { heldCard } from '../queries/held-cards.js';

/**
 * Writes into the chip what the register says of its holder today: the same card, its update dated. Out: whether anything was
 * new. @throws errors.unknownCard, notUsable when the card is no longer in use
 */
export async function updateChip(ctx: Ctx, number: string): Promise<boolean> {
  const card = await heldCard(ctx, number);
  if (card.standing !== 'active' && card.standing !== 'sent') throw errors.notUsable(card.standing);
  const content = JSON.stringify(await chipContent(ctx, card));
  const changed = await affected(
    ctx.db,
    sql`update credentials.cards set content = ${content}::jsonb, content_at = ${ctx.clock.now()}
      where number = ${number} and content is distinct from ${content}::jsonb`,
  );
  if (changed === 0) return false;
  const about = { subject: card.idNat, data: { number } };
  await journal(ctx, { act: 'credentials.update-chip', ...about, outcome: 'done' });
  return true;
}
