import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { isUuid } from '../../../../platform/uuid.js';
import { REQUEST, statesBefore } from '../rules/life-cycle.js';
import { told } from '../store.js';

/** Takes back a request that nobody waits for any more; nothing happens when it was answered. */
export async function withdrawRequest(ctx: Ctx, requestId: string): Promise<void> {
  if (!isUuid(requestId)) return;
  await sql`with withdrawn as (update credentials.ecps_requests
      set state = 'withdrawn', decided_at = clock_timestamp()
      where id = ${requestId} and state = any(${statesBefore(REQUEST, 'withdrawn')}) returning id, ecps_id)
    select ${told(sql`id`, sql`ecps_id`)} from withdrawn`.execute(ctx.db);
}
