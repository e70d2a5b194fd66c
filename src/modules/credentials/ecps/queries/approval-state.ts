import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { isUuid } from '../../../../platform/uuid.js';
import type { RequestState } from '../rules/life-cycle.js';

export interface ApprovalState {
  /** `refused` also stands for a wrong number and for an e-CPS that ended meanwhile: see `reason`. */
  readonly status: 'pending' | 'approved' | 'refused' | 'expired';
  readonly reason: RequestState;
  readonly idNat: string;
  readonly spent: boolean;
  readonly expiresAt: Date;
}

export interface StateRow {
  readonly state: RequestState;
  readonly idNat: string;
  readonly spent: boolean;
  readonly expiresAt: Date;
  readonly inTime: boolean;
}

/** Where a request stands, for the page that waits; undefined when there is none of that id. */
export async function approvalState(ctx: Pick<Ctx, 'db'>, id: string): Promise<ApprovalState | undefined> {
  const [row] = isUuid(id) ? (await stateOf(ctx.db, { id })).rows : [];
  return row && stateTold(row);
}

/** A request as it is told. */
export const stateTold = (row: StateRow): ApprovalState => ({
  status: statusOf(row),
  reason: row.state,
  idNat: row.idNat,
  spent: row.spent,
  expiresAt: row.expiresAt,
});

/** The columns of a `StateRow`. */
export const stateColumns = sql`state, id_nat as "idNat", spent_at is not null as spent, expires_at as "expiresAt",
  expires_at > clock_timestamp() as "inTime"`;

const stateOf = statement<{ id: string }, StateRow>(
  'ecps_state',
  (value) => sql`select ${stateColumns} from credentials.ecps_requests where id = ${value('id')}::uuid`,
);

function statusOf(row: StateRow): ApprovalState['status'] {
  if (row.state === 'pending') return row.inTime ? 'pending' : 'expired';
  return row.state === 'approved' ? 'approved' : 'refused';
}
