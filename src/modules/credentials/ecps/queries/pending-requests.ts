import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import { isUuid } from '../../../../platform/uuid.js';
import { errors } from '../errors.js';

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

const columns = sql`id, service, client_id as "clientId", place, numbers, nonce, created_at as "createdAt",
  expires_at as "expiresAt"`;

const waitsOn = (ecpsId: RawBuilder<unknown>) =>
  sql`ecps_id = ${ecpsId}::uuid and state = 'pending' and expires_at > clock_timestamp()`;

const pending = statement<{ ecpsId: string }, PendingRequest>(
  'ecps_pending',
  (value) => sql`select ${columns} from credentials.ecps_requests where ${waitsOn(value('ecpsId'))}
    order by created_at`,
);

/**
 * One request that waits, with the number that the computer shows, for the virtual phone of a sandbox; undefined when
 * it does not wait on that e-CPS. @throws errors.unknownRequest in production, always
 */
export async function requestWithNumber(
  ctx: Pick<Ctx, 'db' | 'config'>,
  ecpsId: string,
  id: string,
): Promise<(PendingRequest & { readonly rightNumber: number }) | undefined> {
  if (ctx.config.profile !== 'sandbox') throw errors.unknownRequest();
  return isUuid(id) ? (await withNumber(ctx.db, { ecpsId, id })).rows[0] : undefined;
}

const withNumber = statement<{ ecpsId: string; id: string }, PendingRequest & { rightNumber: number }>(
  'ecps_with_number',
  (value) => sql`select ${columns}, right_number as "rightNumber" from credentials.ecps_requests
    where id = ${value('id')}::uuid and ${waitsOn(value('ecpsId'))}`,
);
