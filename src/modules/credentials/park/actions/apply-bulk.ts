import { type Ctx, transaction } from '../../../../platform/context.js';
import { Refusal } from '../../../../platform/errors.js';
import { once } from '../../../../platform/idempotency.js';
import { journal } from '../../../../platform/journal.js';
import type { Structure } from '../../../structures/index.js';
import { errors as cardErrors, declareIncident, heldCard, renewCard } from '../../cards/index.js';
import { errors } from '../errors.js';
import type { BulkLine } from '../rules/bulk-lines.js';
import { orderStaffCard } from './order-staff-card.js';

export interface Bulk {
  readonly lines: readonly BulkLine[];
  /** For which `by` acts; the first one is meant where a line names none. */
  readonly structures: readonly Structure[];
  readonly by: string;
}

export interface JudgedLine {
  readonly line: number;
  readonly done: boolean;
  /** Why it is refused. */
  readonly why?: string;
}

class TriedOnly extends Error {}

/** Judges every line as if it were done, in their order, and leaves nothing behind. */
export async function tryBulk(ctx: Ctx, bulk: Bulk): Promise<JudgedLine[]> {
  let judged: JudgedLine[] = [];
  await transaction(ctx, async (tx) => {
    judged = await doAll(tx, bulk);
    throw new TriedOnly();
  }).catch((error: unknown) => {
    if (!(error instanceof TriedOnly)) throw error;
  });
  return judged;
}

/**
 * Does the lines that can be, each whole or not at all; the others are told why. Sent again under the same key it does nothing
 * and answers the same. Journaled.
 */
export async function applyBulk(ctx: Ctx, bulk: Bulk, key: string): Promise<JudgedLine[]> {
  const request = JSON.stringify([bulk.lines, bulk.structures.map(({ id }) => id)]);
  const answer = await once(ctx, { caller: `park:${bulk.by}`, key, request }, async (tx) => {
    const judged = await doAll(tx, bulk);
    const data = { lines: judged.length, done: judged.filter(({ done }) => done).length };
    await journal(tx, { act: 'credentials.bulk-cards', outcome: 'done', data });
    return { status: 200, headers: {}, body: judged };
  });
  return answer.body as JudgedLine[];
}

async function doAll(ctx: Ctx, bulk: Bulk): Promise<JudgedLine[]> {
  const judged: JudgedLine[] = [];
  for (const line of bulk.lines) {
    try {
      await doLine(ctx, line, bulk);
      judged.push({ line: line.line, done: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      judged.push({ line: line.line, done: false, why: error.message });
    }
  }
  return judged;
}

async function doLine(ctx: Ctx, line: BulkLine, { structures, by }: Bulk): Promise<void> {
  const { act, givenName, familyName, idNat, namesake, cardNumber } = line;
  if (act === 'order' || act === 'order-service') {
    const structure = structures.find((one) => line.structure === '' || isNamed(one, line.structure));
    if (!structure) throw errors.foreignStructure();
    const nominative = act === 'order';
    const named = { nominative, givenName, familyName, idNat, namesake };
    await orderStaffCard(ctx, { structure, ...named, by, via: 'tom' });
    return;
  }
  await ownCard(ctx, cardNumber, structures);
  if (act === 'renew') await renewCard(ctx, { number: cardNumber, by });
  else await declareIncident(ctx, { cardNumber, reason: line.reason, by, evidence: 'tom' });
}

const isNamed = ({ finess, siret, id }: Structure, number: string) => [finess, siret, id].includes(number);

/** A card of another structure is told as one that does not exist. @throws cards.errors.unknownCard */
async function ownCard(ctx: Ctx, number: string, structures: readonly Structure[]): Promise<void> {
  const card = await heldCard(ctx, number);
  if (!structures.some(({ id }) => id === card.structureId)) throw cardErrors.unknownCard();
}
