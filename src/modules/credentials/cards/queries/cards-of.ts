import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { type Card, cardColumns } from '../store.js';

/** The cards of some people that are in use now, by holder; those who have none are missing. */
export async function usableCards(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNats: readonly string[],
): Promise<Map<string, Card[]>> {
  const found = await rows(
    ctx.db,
    sql<Card>`select ${cardColumns} from credentials.cards c
      where c.id_nat = any(${[...idNats]}) and c.state = 'active'
        and c.expires_at > ${ctx.clock.now()} order by c.number`,
  );
  return Map.groupBy(found, (card) => card.idNat);
}
