import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { statesFor } from '../../cards/rules/life-cycle.js';
import { type Card, cardColumns } from '../../cards/store.js';

/** The cards that a declaration may be about: the one it names, those of the person it names; none that is ended. */
export const cardsBehind = (
  ctx: Pick<Ctx, 'db'>,
  named: { readonly idNat: string | null; readonly cardNumber: string | null },
): Promise<Card[]> =>
  rows(
    ctx.db,
    sql<Card>`select ${cardColumns} from credentials.cards c
      where (c.id_nat = ${named.idNat} or c.number = ${named.cardNumber}) and c.state = any(${statesFor('oppose')})
      order by c.number`,
  );
