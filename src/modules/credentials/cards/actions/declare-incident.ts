import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { journal } from '../../../../platform/journal.js';
import { leaveStaff } from '../../../registry/index.js';
import { errors } from '../errors.js';
import { type HeldCard, heldCard } from '../queries/held-cards.js';
import { type Successor, successorOf } from '../queries/successor.js';
import { CONSEQUENCES, type IncidentReason } from '../rules/incidents.js';
import { opposeCard } from './oppose-card.js';
import { orderAgain } from './order-again.js';
import { renewCodes } from './renew-codes.js';

export interface Incident {
  readonly cardNumber: string;
  readonly reason: IncidentReason;
  /** idNat of whoever declares it, or what stands for him. */
  readonly by: string;
  /** How the person was known: `session`, `form`… */
  readonly evidence?: string | undefined;
}

export interface Declared {
  readonly incidentId: string;
  readonly opposed: boolean;
  /** The order of the card that takes its place, where there is one. */
  readonly orderId?: string;
  /** What is on its way already, where no other card is made because of it. */
  readonly successor?: Successor;
  /** Why no other card is made, where the rules of the day refuse one. */
  readonly noReplacement?: string;
  readonly newCodes: boolean;
}

/**
 * Notes what happened to a card and does what follows: opposition at once, another card, other codes. An opposition never
 * waits for the rest: where no other card may be made, it stands all the same. Nothing is ordered while the card that takes its place
 * is on its way.
 * @throws errors.unknownCard, notUsable when the card is over already
 */
export async function declareIncident(ctx: Ctx, incident: Incident): Promise<Declared> {
  const { cardNumber: number, reason } = incident;
  const { oppose, replace, newCodes } = CONSEQUENCES[reason];
  const card = await heldCard(ctx, number);
  if (card.standing === 'opposed' || card.standing === 'returned') throw errors.notUsable(card.standing);
  const incidentId = randomUUID();
  await transaction(ctx, async (tx) => {
    if (oppose) await opposeCard(tx, { number, reason: oppose });
    if (newCodes) await renewCodes(tx, number);
    if (reason === 'end-of-activity') await leaveStaff(tx, card.idNat);
    await write(tx, incidentId, incident, card);
  });
  const successor = replace ? await successorOf(ctx, card, reason) : undefined;
  if (successor) return { incidentId, opposed: oppose !== undefined, newCodes, successor };
  const again = replace ? await orderAgain(ctx, card, { via: 'replacement', orderedBy: incident.by }) : {};
  if (again.orderId)
    await sql`update credentials.card_incidents set order_id = ${again.orderId} where id = ${incidentId}`.execute(
      ctx.db,
    );
  return { incidentId, opposed: oppose !== undefined, newCodes, ...again };
}

async function write(ctx: Ctx, id: string, incident: Incident, card: HeldCard): Promise<void> {
  const { cardNumber: number, reason, by, evidence } = incident;
  await sql`insert into credentials.card_incidents (id, card_number, reason, declared_by, evidence, at)
    values (${id}, ${number}, ${reason}, ${by}, ${evidence ?? null}, ${ctx.clock.now()})`.execute(ctx.db);
  const data = { number, by };
  await journal(ctx, {
    ...{ act: 'credentials.declare-card-incident', subject: card.idNat, outcome: 'done', reason, data },
  });
}
