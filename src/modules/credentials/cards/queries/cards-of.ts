import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { type Card, cardColumns } from '../store.js';

/** The cards of some people that are in use now, by holder; those who have none are missing. */
export async function usableCards(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNats: readonly string[],
): Promise<Map<string, Card[]>> {
  const { rows } = await findUsable(ctx.db, { idNats, now: ctx.clock.now() });
  return Map.groupBy(rows, (card) => card.idNat);
}

const findUsable = statement<{ idNats: readonly string[]; now: Date }, Card>(
  'usable_cards',
  (value) => sql`select ${cardColumns} from credentials.cards c
    where c.id_nat = any(${value('idNats')}) and c.state = 'active' and c.expires_at > ${value('now')}
    order by c.number`,
);
