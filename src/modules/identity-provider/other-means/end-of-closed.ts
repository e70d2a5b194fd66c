import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';

/** Takes from people who were closed the keys and codes that they added, for good. */
export async function endOtherMeansOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  accountIds: readonly string[],
): Promise<void> {
  const those = sql`account_id = any(${[...accountIds]}::uuid[])`;
  await sql`update identity_provider.security_keys set ended_at = ${ctx.clock.now()}
    where ended_at is null and ${those}`.execute(ctx.db);
  await sql`delete from identity_provider.code_means where ${those}`.execute(ctx.db);
  await sql`delete from identity_provider.sent_codes where ${those}`.execute(ctx.db);
  await sql`delete from identity_provider.reentries where ${those}`.execute(ctx.db);
}
