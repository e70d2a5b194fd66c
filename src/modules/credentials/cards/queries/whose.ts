import { type RawBuilder, sql } from 'kysely';

/** Whose cards: of a holder, of some structures, or those that a liberal professional had made for his employees. */
export type Whose =
  | { readonly holder: string }
  | { readonly structures: readonly string[] }
  | { readonly employer: string };

/**
 * The ids of the orders that somebody made on TOPS, and of those that followed them. What he ordered for a structure, as its
 * mandataire, is not his: it stays with the structure when he leaves. In: idNat.
 */
export const ordersOfEmployer = (idNat: string): RawBuilder<{ id: string }> =>
  sql`with recursive mine as (
      select id, card_number from credentials.card_orders where ordered_by = ${idNat} and via = 'tops'
      union select o.id, o.card_number from credentials.card_orders o join mine on o.replaces = mine.card_number
        where o.ordered_by = ${idNat})
    select id from mine`;
