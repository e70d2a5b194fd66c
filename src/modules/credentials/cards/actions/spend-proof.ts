import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected, one } from '../../../../platform/db/connection.js';
import { hashToken } from '../../../../platform/secrets.js';
import { statesFor } from '../rules/life-cycle.js';
import type { Card } from '../store.js';

/**
 * Collects a proof, once: the card and its holder, or undefined when the code is unknown, too old, already spent, made
 * for another purpose, or when the card no longer identifies anybody.
 */
export async function spendProof(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  { code, purpose }: { readonly code: string; readonly purpose: string },
): Promise<Pick<Card, 'number' | 'type' | 'idNat'> | undefined> {
  return one(
    ctx.db,
    sql<
      Pick<Card, 'number' | 'type' | 'idNat'>
    >`update credentials.card_proofs p set spent_at = clock_timestamp()
      from credentials.cards c
      where p.code_hash = ${hashToken(code)} and p.purpose_hash = ${hashToken(purpose)} and p.spent_at is null
        and p.expires_at > clock_timestamp() and c.number = p.card_number
        and c.state = any(${statesFor('identify')}) and c.expires_at > ${ctx.clock.now()}
      returning c.number, c.type, c.id_nat as "idNat"`,
  );
}

/** Deletes proofs that nobody can collect any more. Out: how many went. */
export function forgetProofs(ctx: Pick<Ctx, 'db'>): Promise<number> {
  return affected(
    ctx.db,
    sql`delete from credentials.card_proofs where expires_at < clock_timestamp() - interval '1 day'`,
  );
}
