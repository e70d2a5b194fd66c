import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { errors } from '../errors.js';

/**
 * Ends a contract at the wish of the structure; nothing more can be ordered for it. Journaled with the reason. In: the
 * structure (technical id) and the number of its contract. @throws errors.unknownContract none of that number is open there
 */
export async function endContract(
  ctx: Ctx,
  { structureId, number, reason }: { structureId: string; number: string; reason: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const ended = await one(
      tx.db,
      sql`update structures.contracts set ended_at = ${tx.clock.now()}, ending = 'terminated'
        where number = ${number} and structure_id = ${structureId} and ended_at is null returning number`,
    );
    if (!ended) throw errors.unknownContract();
    await journal(tx, {
      act: 'structures.end-contract',
      subject: structureId,
      outcome: 'done',
      reason,
      data: { number },
    });
  });
}
