import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { COLLECT_SECONDS } from '../rules/durations.js';

/**
 * Collects an approval, once: the idNat of who approved, or undefined when it was not approved, is too old, was
 * already collected, or when its e-CPS no longer works.
 */
export async function spendApproval(ctx: Ctx, requestId: string): Promise<string | undefined> {
  const spent = await one(
    ctx.db,
    sql<{ idNat: string }>`update credentials.ecps_requests r set spent_at = clock_timestamp()
      from credentials.ecps e
      where r.id::text = ${requestId} and r.state = 'approved' and r.spent_at is null
        and r.decided_at > clock_timestamp() - make_interval(secs => ${COLLECT_SECONDS})
        and e.id = r.ecps_id and e.state = 'active' returning r.id_nat as "idNat"`,
  );
  return spent?.idNat;
}
