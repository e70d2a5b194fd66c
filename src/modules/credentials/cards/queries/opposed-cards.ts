import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { type Card, cardColumns } from '../store.js';

/** A card that opens nothing any more, and since when. */
export interface OpposedCard extends Card {
  readonly opposedAt: Date;
}

/** The cards of some people that were opposed, by holder; those who have none are missing. */
export async function opposedCards(
  ctx: Pick<Ctx, 'db'>,
  idNats: readonly string[],
): Promise<Map<string, OpposedCard[]>> {
  const found = await rows(
    ctx.db,
    sql<OpposedCard>`select ${cardColumns}, c.opposed_at "opposedAt" from credentials.cards c
      where c.id_nat = any(${[...idNats]}) and c.state = 'opposed' order by c.number`,
  );
  return Map.groupBy(found, (card) => card.idNat);
}
