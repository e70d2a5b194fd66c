import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { statement } from '../../../../platform/db/statement.js';
import { isUuid } from '../../../../platform/uuid.js';
import { errors } from '../errors.js';
import type { RequestState } from '../rules/life-cycle.js';

export interface ApprovalState {
  /** `refused` also stands for a wrong number and for an e-CPS that ended meanwhile: see `reason`. */
  readonly status: 'pending' | 'approved' | 'refused' | 'expired';
  readonly reason: RequestState;
  readonly idNat: string;
  readonly spent: boolean;
  readonly expiresAt: Date;
}

interface Row {
  readonly state: RequestState;
  readonly idNat: string;
  readonly spent: boolean;
  readonly expiresAt: Date;
  readonly inTime: boolean;
}

/** Where a request stands, for the page that waits; undefined when there is none of that id. */
export async function approvalState(ctx: Pick<Ctx, 'db'>, id: string): Promise<ApprovalState | undefined> {
  const [row] = isUuid(id) ? (await stateOf(ctx.db, { id })).rows : [];
  return (
    row && {
      status: statusOf(row),
      reason: row.state,
      idNat: row.idNat,
      spent: row.spent,
      expiresAt: row.expiresAt,
    }
  );
}

const stateOf = statement<{ id: string }, Row>(
  'ecps_state',
  (value) => sql`select state, id_nat as "idNat", spent_at is not null as spent, expires_at as "expiresAt",
    expires_at > clock_timestamp() as "inTime" from credentials.ecps_requests where id = ${value('id')}::uuid`,
);

function statusOf(row: Row): ApprovalState['status'] {
  if (row.state === 'pending') return row.inTime ? 'pending' : 'expired';
  return row.state === 'approved' ? 'approved' : 'refused';
}

/** The number that the computer shows, for the virtual phone of a sandbox; refused in production. */
export async function rightNumber(ctx: Pick<Ctx, 'db' | 'config'>, id: string): Promise<number> {
  const row =
    ctx.config.profile === 'sandbox' && isUuid(id)
      ? await one(
          ctx.db,
          sql<{ n: number }>`select right_number as n from credentials.ecps_requests where id = ${id}`,
        )
      : undefined;
  if (!row) throw errors.unknownRequest();
  return row.n;
}
