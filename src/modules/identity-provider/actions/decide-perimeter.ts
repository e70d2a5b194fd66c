import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one } from '../../../platform/db/connection.js';
import { dateThrough } from '../../../platform/feeds/put-off.js';
import { journal } from '../../../platform/journal.js';
import { nothingToUndo, unknownPopulation } from '../errors.js';
import { copyPeople } from '../reactions/copy-people.js';
import { populations } from '../rules/populations.js';

/**
 * Takes a population into the perimeter, or out of it, with the first run from the directory that follows `from`.
 * Nobody has to register again. Out: the number of the decision, and the date of that run.
 */
export function decidePerimeter(
  ctx: Ctx,
  what: {
    readonly population: string;
    readonly included: boolean;
    readonly reason: string;
    /** Now when left out. */
    readonly from?: Date;
  },
): Promise<{ id: number; effectiveAt: Date }> {
  if (!populations.some(({ code }) => code === what.population)) throw unknownPopulation();
  return transaction(ctx, async (tx) => {
    const effectiveAt = await dateThrough(tx, copyPeople.name, what.from ?? tx.clock.now());
    const decision = await one(
      tx.db,
      sql<{ id: number }>`insert into identity_provider.perimeter_decisions
          (population, included, effective_at, decided_at, by, reason)
        values (${what.population}, ${what.included}, ${effectiveAt}, ${tx.clock.now()}, ${tx.actor}, ${what.reason})
        returning id`,
    );
    if (!decision) throw new Error('no decision was written');
    await journal(tx, {
      act: 'identity-provider.decide-perimeter',
      subject: `population:${what.population}`,
      outcome: 'done',
      reason: what.reason,
      data: { included: what.included, effectiveAt: effectiveAt.toISOString() },
    });
    return { id: decision.id, effectiveAt };
  });
}

/** Takes a decision back at once. Throws `identity-provider.nothing-to-undo` the second time. */
export function undoPerimeter(ctx: Ctx, id: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    const undone = await affected(
      tx.db,
      sql`update identity_provider.perimeter_decisions set undone_at = ${tx.clock.now()}, undone_by = ${tx.actor}
        where id = ${id} and undone_at is null`,
    );
    if (undone === 0) throw nothingToUndo();
    await journal(tx, {
      act: 'identity-provider.undo-perimeter',
      subject: `decision:${id}`,
      outcome: 'done',
    });
  });
}
