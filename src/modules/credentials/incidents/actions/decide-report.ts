import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { declareIncident } from '../../cards/actions/declare-incident.js';
import { errors } from '../errors.js';
import { cardsBehind } from '../queries/cards-behind.js';
import type { Problem } from '../rules/problems.js';

interface Decided {
  readonly ticket: number;
  readonly problem: Problem;
  readonly idNat: string | null;
  readonly cardNumber: string | null;
}

/**
 * Ends a declaration, once: the incident is declared of that card, or without a card the declaration is refused. What
 * had been declared and its proof are erased; `answer` writes to the person. Journaled.
 * @throws errors.unknownReport, alreadyDecided, otherHolder; the refusals of an incident
 */
export async function decideReport(
  ctx: Ctx,
  { id, cardNumber }: { readonly id: string; readonly cardNumber?: string | undefined },
  answer: (tx: Ctx, ticket: number) => Promise<void>,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const decision = cardNumber ? 'Incident pris en compte.' : 'Déclaration refusée.';
    const decided = await one(
      tx.db,
      sql<Decided>`update credentials.incident_reports set state = ${cardNumber ? 'done' : 'refused'}, said = null,
          proof = null, decided_at = ${tx.clock.now()}, decided_by = ${tx.actor}, decision = ${decision}
        where id = ${id} and state = 'waiting'
        returning ticket::int, problem, id_nat as "idNat", card_number as "cardNumber"`,
    );
    if (!decided) throw await whyNot(tx, id);
    if (cardNumber) await declare(tx, id, decided, cardNumber);
    await answer(tx, decided.ticket);
    await journal(tx, {
      ...{ act: 'credentials.decide-report', subject: `report:${id}`, outcome: 'done' },
      ...{ reason: cardNumber ? decided.problem : 'refused', data: { ticket: decided.ticket } },
    });
  });
}

async function declare(tx: Ctx, id: string, decided: Decided, cardNumber: string): Promise<void> {
  const cards = await cardsBehind(tx, decided);
  if (!cards.some(({ number }) => number === cardNumber)) throw errors.otherHolder();
  const { problem: reason } = decided;
  await declareIncident(tx, { cardNumber, reason, by: tx.actor, evidence: `report:${id}` });
}

async function whyNot(tx: Ctx, id: string) {
  const found = await one(tx.db, sql`select 1 from credentials.incident_reports where id = ${id}`);
  return found ? errors.alreadyDecided() : errors.unknownReport();
}
