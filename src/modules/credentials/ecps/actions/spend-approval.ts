import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { isUuid } from '../../../../platform/uuid.js';
import { COLLECT_SECONDS } from '../rules/durations.js';

/**
 * Collects an approval, once: the idNat of who approved, or undefined when it was not approved, is too old, was
 * already collected, or when its e-CPS no longer works.
 */
export async function spendApproval(ctx: Ctx, requestId: string): Promise<string | undefined> {
  if (!isUuid(requestId)) return undefined;
  const [spent] = (await spend(ctx.db, { requestId, seconds: COLLECT_SECONDS })).rows;
  return spent?.idNat;
}

const spend = statement<{ requestId: string; seconds: number }, { idNat: string }>(
  'ecps_spend',
  (value) => sql`update credentials.ecps_requests r set spent_at = clock_timestamp()
    from credentials.ecps e
    where r.id = ${value('requestId')}::uuid and r.state = 'approved' and r.spent_at is null
      and r.decided_at > clock_timestamp() - make_interval(secs => ${value('seconds')}::int)
      and e.id = r.ecps_id and e.state = 'active' returning r.id_nat as "idNat"`,
);
