import { sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { parseIdNat } from '../../../nomenclatures/index.js';
import { isNamed, searchRegister } from '../../../registry/index.js';
import { coveredStructures, type Structure } from '../../../structures/index.js';
import { knownHolders, orderCard, staffCardOf, whoGetsWhich } from '../../cards/index.js';
import { errors } from '../errors.js';

export interface StaffCard {
  readonly structure: Structure;
  /** False for the card of a service, which bears the name of the service. */
  readonly nominative: boolean;
  readonly givenName: string;
  readonly familyName: string;
  /** Of somebody whom the register or the structure knows already, an RPPS number with or without its 8; a service is nobody. */
  readonly idNat: string;
  /** Somebody else than the one of that name who has a card there, or practises there. */
  readonly namesake: boolean;
  /** idNat of whoever orders. */
  readonly by: string;
  /** The door: that of structures, their forms, of which F101 is a director's, or that of liberal professionals. */
  readonly via: 'tom' | 'f101' | 'f301' | 'tops';
}

/**
 * Orders the card of an employee or a director, as the structure is; a practice has CPE only. The same person is not ordered twice. Whoever calls has
 * checked that `by` may. @throws errors.namesake, professional, and what `orderCard` throws
 */
export function orderStaffCard(ctx: Ctx, asked: StaffCard): Promise<{ orderId: string }> {
  const { structure, nominative, givenName, familyName, by, via } = asked;
  const idNat = numberOf(asked.idNat);
  return transaction(ctx, async (tx) => {
    const lock = `credentials.park:${structure.id}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx.db);
    if (!asked.namesake && (await isNamesake(tx, asked))) throw errors.namesake();
    if (!asked.namesake && (await isProfessionalThere(tx, asked))) throw errors.professional();
    return orderCard(tx, {
      type: via === 'tops' ? 'CPE' : staffCardOf(structure, via === 'f101'),
      holder: { givenName, familyName, ...(nominative && idNat && { idNat }) },
      ...{ nominative, structureId: structure.id, orderedBy: by, via },
    });
  });
}

/** An RPPS number is often typed without the 8 that makes an identifier of it. */
function numberOf(typed: string): string {
  const read = parseIdNat(typed);
  return read.ok ? read.idNat.value : (read.suggestion ?? typed);
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

/** Whether a professional who has a card of his own, and whose number was not typed, practises there under that name. */
async function isProfessionalThere(ctx: Ctx, asked: StaffCard): Promise<boolean> {
  const { structure, nominative, givenName, familyName, idNat } = asked;
  if (!nominative || idNat) return false;
  const { people } = await searchRegister(ctx, { q: `${familyName} ${givenName}`, limit: 100 });
  const there = new Set((await coveredStructures(ctx, structure.id)).map(({ id }) => id));
  const named = people.filter(
    (one) =>
      isNamed(one, asked) &&
      one.exercises.some(({ activities }) =>
        activities.some((activity) => there.has(activity.structure ?? '')),
      ),
  );
  const known = await knownHolders(
    ctx,
    named.map((one) => one.idNat),
  );
  const day = today(ctx.clock);
  return [...known.values()].flat().some(({ facts }) => whoGetsWhich(facts, day).card !== undefined);
}
