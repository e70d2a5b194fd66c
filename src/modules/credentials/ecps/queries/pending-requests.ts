import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { isUuid } from '../../../../platform/uuid.js';

/** What the phone shows of a request. Which number is right is not in it. */
export interface PendingRequest {
  readonly id: string;
  readonly service: string;
  readonly clientId: string;
  readonly place: string;
  readonly numbers: readonly number[];
  readonly nonce: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The requests that wait for one e-CPS, oldest first. */
export async function pendingRequests(ctx: Pick<Ctx, 'db'>, ecpsId: string): Promise<PendingRequest[]> {
  return isUuid(ecpsId) ? (await pending(ctx.db, { ecpsId })).rows : [];
}

const pending = statement<{ ecpsId: string }, PendingRequest>(
  'ecps_pending',
  (
    value,
  ) => sql`select id, service, client_id as "clientId", place, numbers, nonce, created_at as "createdAt",
      expires_at as "expiresAt"
    from credentials.ecps_requests
    where ecps_id = ${value('ecpsId')}::uuid and state = 'pending' and expires_at > clock_timestamp()
    order by created_at`,
);
