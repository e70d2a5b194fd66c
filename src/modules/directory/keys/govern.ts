import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { LARGEST_QUOTA } from '../rules/quota.js';
import { errors } from './errors.js';
import { gateOf } from './gate.js';

/**
 * Gives an application another quota, for the operator. Journaled with the reason. It counts within seconds.
 * @throws Refusal 422 for a quota or a reason that cannot be, 404 unknown or closed
 */
export async function changeQuota(
  ctx: Ctx,
  application: string,
  { eachMinute, reason }: { eachMinute: number; reason: string },
): Promise<void> {
  if (!Number.isInteger(eachMinute) || eachMinute < 1 || eachMinute > LARGEST_QUOTA)
    throw errors.quotaWrong();
  await govern(ctx, application, reason, {
    act: 'directory.change-quota',
    change: sql`each_minute = ${eachMinute}`,
    data: { eachMinute },
  });
}

/** Closes an application for good: none of its keys opens anything any more. Journaled with the reason. */
export async function closeApplication(ctx: Ctx, application: string, reason: string): Promise<void> {
  await govern(ctx, application, reason, {
    act: 'directory.close-application',
    change: sql`closed_at = ${ctx.clock.now()}, closed_why = ${reason.trim()}`,
    data: {},
  });
}

async function govern(
  ctx: Ctx,
  application: string,
  reason: string,
  { act, change, data }: { act: string; change: ReturnType<typeof sql>; data: Record<string, unknown> },
): Promise<void> {
  if (reason.trim() === '' || reason.length > 500) throw errors.reasonMissing();
  await transaction(ctx, async (tx) => {
    const changed = await affected(
      tx.db,
      sql`update directory.applications set ${change} where id::text = ${application} and closed_at is null`,
    );
    if (changed === 0) throw errors.unknown();
    await journal(tx, { act, subject: application, outcome: 'done', reason: reason.trim(), data });
  });
  gateOf(ctx).forget();
}
