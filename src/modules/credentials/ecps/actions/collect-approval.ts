import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { isUuid } from '../../../../platform/uuid.js';
import { type ApprovalState, type StateRow, stateColumns, stateTold } from '../queries/approval-state.js';
import { COLLECT_SECONDS } from '../rules/durations.js';

/** Where a request stood, and what was collected of it. */
export type Collected = ApprovalState & {
  /** The idNat of who approved; null when there was nothing to collect. */
  readonly approvedBy: string | null;
};

/**
 * Collects an approval, once: tells where the request stood, and who approved it, unless it was not approved, is too old,
 * was already collected, or its e-CPS no longer works. Undefined when there is no request of that id.
 */
export async function collectApproval(ctx: Ctx, requestId: string): Promise<Collected | undefined> {
  if (!isUuid(requestId)) return undefined;
  const [row] = (await collect(ctx.db, { requestId, seconds: COLLECT_SECONDS })).rows;
  return row && { ...stateTold(row), approvedBy: row.approvedBy };
}

const collect = statement<
  { requestId: string; seconds: number },
  StateRow & { readonly approvedBy: string | null }
>(
  'ecps_collect',
  (value) => sql`with spent as (update credentials.ecps_requests r set spent_at = clock_timestamp()
      from credentials.ecps e
      where r.id = ${value('requestId')}::uuid and r.state = 'approved' and r.spent_at is null
        and r.decided_at > clock_timestamp() - make_interval(secs => ${value('seconds')}::int)
        and e.id = r.ecps_id and e.state = 'active' returning r.id_nat)
    select ${stateColumns}, (select id_nat from spent) "approvedBy"
    from credentials.ecps_requests where id = ${value('requestId')}::uuid`,
);
