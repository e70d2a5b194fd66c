import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { REQUEST, statesBefore } from '../rules/life-cycle.js';
import { tell } from '../store.js';

/** Takes back a request that nobody waits for any more; nothing happens when it was answered. */
export async function withdrawRequest(ctx: Ctx, requestId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const row = await one(
      tx.db,
      sql<{
        ecpsId: string;
      }>`update credentials.ecps_requests set state = 'withdrawn', decided_at = clock_timestamp()
        where id::text = ${requestId} and state = any(${statesBefore(REQUEST, 'withdrawn')})
        returning ecps_id as "ecpsId"`,
    );
    if (row) await tell(tx, requestId, row.ecpsId);
  });
}
