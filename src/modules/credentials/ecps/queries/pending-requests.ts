import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';

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
export function pendingRequests(ctx: Pick<Ctx, 'db'>, ecpsId: string): Promise<PendingRequest[]> {
  return rows(
    ctx.db,
    sql<PendingRequest>`select id, service, client_id as "clientId", place, numbers, nonce,
        created_at as "createdAt", expires_at as "expiresAt"
      from credentials.ecps_requests
      where ecps_id::text = ${ecpsId} and state = 'pending' and expires_at > clock_timestamp() order by created_at`,
  );
}
