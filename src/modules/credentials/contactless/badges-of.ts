import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** A card or an e-CPS that a reader may meet; its identifier is not told. */
export interface HeldBadge {
  readonly cardNumber: string | null;
  readonly ecpsId: string | null;
  readonly technology: string;
  readonly conformity: string | null;
}

/** The badges of a person, newest first. In: idNat. */
export function badgesOf(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<HeldBadge[]> {
  return rows(
    ctx.db,
    sql<HeldBadge>`select b.card_number as "cardNumber", b.ecps_id as "ecpsId", b.technology, b.conformity
      from credentials.contactless b left join credentials.cards c on c.number = b.card_number
        left join credentials.ecps e on e.id = b.ecps_id
      where coalesce(c.id_nat, e.id_nat) = ${idNat} order by b.created_at desc, b.identifier`,
  );
}
