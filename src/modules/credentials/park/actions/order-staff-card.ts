import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import type { Structure } from '../../../structures/index.js';
import { orderCard, staffCardOf } from '../../cards/index.js';
import { errors } from '../errors.js';

export interface StaffCard {
  readonly structure: Structure;
  /** False for the card of a service, which bears the name of the service. */
  readonly nominative: boolean;
  readonly givenName: string;
  readonly familyName: string;
  /** Of somebody whom the register or the structure knows already; a service is nobody. */
  readonly idNat: string;
  /** Somebody else than the one of that name who has a card there. */
  readonly namesake: boolean;
  /** idNat of whoever orders. */
  readonly by: string;
  /** The door: that of structures, their form, or that of liberal professionals, whose practice has CPE only. */
  readonly via: 'tom' | 'f301' | 'tops';
}

/**
 * Orders the card of an employee, CPE or CPA as the structure is; the same person is not ordered twice. Whoever calls has
 * checked that `by` may. @throws errors.namesake, and what `orderCard` throws
 */
export function orderStaffCard(ctx: Ctx, asked: StaffCard): Promise<{ orderId: string }> {
  const { structure, nominative, givenName, familyName, idNat, by, via } = asked;
  return transaction(ctx, async (tx) => {
    const lock = `credentials.park:${structure.id}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx.db);
    if (!asked.namesake && (await isNamesake(tx, asked))) throw errors.namesake();
    return orderCard(tx, {
      type: via === 'tops' ? 'CPE' : staffCardOf(structure, false),
      holder: { givenName, familyName, ...(nominative && idNat && { idNat }) },
      ...{ nominative, structureId: structure.id, orderedBy: by, via },
    });
  });
}

async function isNamesake(ctx: Ctx, { structure, givenName, familyName }: StaffCard): Promise<boolean> {
  const found = await one(
    ctx.db,
    sql`select from (
        select holder from credentials.cards where structure_id = ${structure.id}
          and state in ('sent', 'active', 'blocked') and expires_at > ${ctx.clock.now()}
        union all select holder from credentials.card_orders where structure_id = ${structure.id}
          and state in ('ordered', 'validated', 'in-production')) held
      where lower(holder ->> 'familyName') = lower(${familyName.trim()})
        and lower(coalesce(holder ->> 'givenName', '')) = lower(${givenName.trim()}) limit 1`,
  );
  return found !== undefined;
}
