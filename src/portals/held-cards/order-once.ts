import { park } from '../../modules/credentials/index.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { once } from '../../platform/idempotency.js';
import { journal } from '../../platform/journal.js';
import { randomToken } from '../../platform/secrets.js';

/**
 * Orders the card of an employee, once for each form that was shown: the same form sent again orders nothing more. In: what the
 * form carries to be known by. A refusal is journaled. @throws what `park.orderStaffCard` refuses, and the same form with another content
 */
export async function orderOnce(ctx: Ctx, asked: park.StaffCard, submission: string): Promise<void> {
  const key = submission.slice(0, 100) || randomToken();
  const request = JSON.stringify({ ...asked, structure: asked.structure.id });
  await once(ctx, { caller: `${asked.via}:${asked.by}`, key, request }, async (tx) => {
    await park.orderStaffCard(tx, asked);
    return { status: 303, headers: {}, body: null };
  }).catch(async (error: unknown) => {
    // What the order wrote down itself went with its transaction.
    if (error instanceof Refusal) {
      const about = { subject: asked.idNat || asked.by, reason: error.code };
      await journal(ctx, { act: 'credentials.order-card', ...about, outcome: 'refused' });
    }
    throw error;
  });
}
