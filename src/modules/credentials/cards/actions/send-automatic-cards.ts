import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { cardOrdered } from '../events.js';
import { knownHolders } from '../queries/holder-facts.js';
import type { CardType } from '../rules/kinds.js';
import { whoGetsWhich } from '../rules/who-gets-which.js';

/**
 * Orders the cards that go out by themselves to people whom an authority has just registered: one for each exercise that
 * gives a right to it, unless they have or had one. Harmless when repeated; the number of statements does not grow with
 * the number of people. In: idNats. Out: how many were ordered.
 */
export async function sendAutomaticCards(ctx: Ctx, idNats: readonly string[]): Promise<number> {
  const wanted = await wantedCards(ctx, idNats);
  if (wanted.length === 0) return 0;
  return transaction(ctx, async (tx) => {
    const ordered = await rows(
      tx.db,
      sql<{ orderId: string; idNat: string; type: CardType }>`insert into credentials.card_orders as o
          (id, type, id_nat, holder, nominative, profession, ordered_by, via, state, deliver_to, ordered_at)
        select l.id, l.type, l.id_nat, l.holder, true, l.profession, 'system', 'ordre', 'ordered', l.deliver_to,
          ${tx.clock.now()}
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
          as l(id uuid, type text, id_nat text, holder jsonb, profession text, deliver_to jsonb)
        where not exists (select from credentials.cards c
            where c.id_nat = l.id_nat and c.type = l.type and c.profession in (l.profession, ''))
          and not exists (select from credentials.card_orders p
            where p.id_nat = l.id_nat and p.type = l.type and p.profession = l.profession)
        on conflict do nothing returning o.id as "orderId", o.id_nat as "idNat", o.type`,
    );
    if (ordered.length === 0) return 0;
    await sql`insert into credentials.card_order_steps (order_id, step, at, actor, reason)
      select id, 'ordered', ${tx.clock.now()}, ${tx.actor}, 'ordre'
      from unnest(${ordered.map(({ orderId }) => orderId)}::uuid[]) as id`.execute(tx.db);
    await emit(tx, ordered.map(cardOrdered));
    return ordered.length;
  });
}

async function wantedCards(ctx: Ctx, idNats: readonly string[]) {
  const known = await knownHolders(ctx, idNats);
  const day = today(ctx.clock);
  return [...known.values()].flat().flatMap(({ person, exercise, facts }) => {
    const { card, way } = whoGetsWhich(facts, day);
    if (!card || !exercise || way !== 'automatic') return [];
    return {
      ...{ id: randomUUID(), type: card, id_nat: person.idNat, profession: facts.profession ?? '' },
      holder: { givenName: exercise.givenName, familyName: exercise.name },
      deliver_to: person.correspondence?.address ?? null,
    };
  });
}
