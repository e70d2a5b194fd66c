import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { errors } from '../errors.js';
import type { Filing } from '../filing.js';
import { COLUMNS, type FilingRow, toFiling } from '../store.js';

/**
 * Accepts a form and does what it asks, in one transaction: `carryOut` gets the filing and gives the numbers of what it made.
 * When that is refused nothing is decided. Evidence is erased with the decision. Journaled. Whoever calls has checked the
 * right to decide. @throws errors.unknown, decided, and what `carryOut` throws
 */
export function acceptFiling(
  ctx: Ctx,
  number: string,
  carryOut: (tx: Ctx, filing: Filing) => Promise<Readonly<Record<string, string>>>,
): Promise<Filing> {
  return transaction(ctx, async (tx) => {
    const filing = await decide(tx, number, 'accepted', null);
    const outcome = await carryOut(tx, filing);
    await sql`update access.filings set outcome = ${JSON.stringify(outcome)}::jsonb
      where number = ${number}`.execute(tx.db);
    return { ...filing, outcome };
  });
}

/** Refuses a form, with the reason that its author reads. Journaled. @throws errors.unknown, decided */
export const refuseFiling = (ctx: Ctx, number: string, reason: string): Promise<Filing> =>
  transaction(ctx, (tx) => decide(tx, number, 'refused', reason));

/** Decided once: whoever comes second is told so. */
async function decide(
  ctx: Ctx,
  number: string,
  state: 'accepted' | 'refused',
  reason: string | null,
): Promise<Filing> {
  const row = await one(
    ctx.db,
    sql<FilingRow>`update access.filings f set state = ${state}, decided_by = ${ctx.actor},
        decided_at = ${ctx.clock.now()}, reason = ${reason}, evidence = null
      where f.number = ${number} and f.state = 'waiting' returning ${COLUMNS}`,
  );
  if (!row) {
    const known = await one(ctx.db, sql`select from access.filings where number = ${number}`);
    throw known ? errors.decided() : errors.unknown();
  }
  await journal(ctx, {
    ...{ act: 'access.decide-filing', subject: number, outcome: 'done' },
    ...(reason !== null && { reason }),
    data: { state, structureId: row.structure_id },
  });
  return toFiling(ctx.config, row);
}
