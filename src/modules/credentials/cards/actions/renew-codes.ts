import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { seal } from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { codesAsked } from '../events.js';
import { CODES_PURPOSE } from '../letter-store.js';
import { UNBLOCKING_TRIES } from '../rules/durations.js';
import { codesAfter } from '../rules/order-dates.js';
import { drawCodes } from './make-chip.js';

/**
 * Has other codes sent for a card. Until their letter leaves, a day later, the former ones hold; a blocked card stays
 * blocked: the new unblocking code gives it back. In the caller's transaction.
 * @throws errors.deadCard when too many unblocking codes were wrong: only another card helps
 */
export async function renewCodes(ctx: Ctx, number: string): Promise<void> {
  const sealed = seal(ctx.config.secret, CODES_PURPOSE, JSON.stringify(drawCodes()));
  const done = await affected(
    ctx.db,
    sql`update credentials.cards set sealed_codes = ${sealed}
      where number = ${number} and state in ('sent', 'active', 'blocked') and puk_tries < ${UNBLOCKING_TRIES}`,
  );
  if (done === 0) throw errors.deadCard();
  await emit(ctx, [codesAsked(number, codesAfter(ctx.clock.now()))]);
}
