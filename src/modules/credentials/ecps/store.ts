import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { isUuid } from '../../../platform/uuid.js';
import { unsubscribePush } from './push/subscribe.js';
import type { DeviceKey } from './rules/device-key.js';
import { type EndReason, MEANS, REQUEST, type RequestState, statesBefore } from './rules/life-cycle.js';

/** The channel on which every process hears that requests or devices changed: `<request id or -> <e-CPS id>`. */
export const CHANNEL = 'esculape_ecps';

/** One change at a time per person: activations, ends. Released with the transaction. */
export async function lockPerson(ctx: Ctx, idNat: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`credentials.ecps:${idNat}`}, 0))`.execute(
    ctx.db,
  );
}

export interface EndedMeans {
  readonly id: string;
  readonly rank: number;
}

/** Ends the e-CPS that a person has, withdraws what waits on it, and tells the listeners. */
export async function endCurrent(
  ctx: Ctx,
  idNat: string,
  reason: EndReason,
): Promise<EndedMeans | undefined> {
  const former = await one(
    ctx.db,
    sql<EndedMeans>`update credentials.ecps
      set state = 'ended', ended_at = ${ctx.clock.now()}, end_reason = ${reason}
      where id_nat = ${idNat} and state = any(${statesBefore(MEANS, 'ended')}) returning id, rank`,
  );
  if (former) {
    await withdrawPending(ctx, former.id);
    await unsubscribePush(ctx, former.id);
  }
  return former;
}

/** Nobody can answer any more what still waits on that e-CPS. */
export async function withdrawPending(ctx: Ctx, ecpsId: string): Promise<void> {
  const withdrawn = await rows(
    ctx.db,
    sql<{ id: string }>`update credentials.ecps_requests
      set state = 'withdrawn', decided_at = clock_timestamp()
      where ecps_id = ${ecpsId} and state = any(${statesBefore(REQUEST, 'withdrawn')}) returning id`,
  );
  for (const { id } of [...withdrawn, { id: '-' }]) await tell(ctx, id, ecpsId);
}

/** Wakes whoever follows that request or that e-CPS, in any process, once the transaction is committed. */
export async function tell(ctx: Ctx, requestId: string, ecpsId: string): Promise<void> {
  await sql`select ${told(sql`${requestId}`, sql`${ecpsId}`)}`.execute(ctx.db);
}

/** The same in a statement that changes the request. In: expressions of both ids. */
export const told = (requestId: RawBuilder<unknown>, ecpsId: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`pg_notify(${sql.lit(CHANNEL)}, concat(${requestId}::text, ' ', ${ecpsId}::text))`;

export interface RequestRow {
  readonly id: string;
  readonly ecpsId: string;
  readonly idNat: string;
  readonly clientId: string;
  readonly origin: string;
  readonly nonce: string;
  readonly rightNumber: number;
  /** Whether an event must tell when the person decides. */
  readonly followed: boolean;
  readonly state: RequestState;
  readonly inTime: boolean;
  readonly publicKey: DeviceKey;
  readonly rank: number;
}

/** A request with the key of its phone; undefined when there is none of that id. */
export async function requestRow(ctx: Ctx, id: string): Promise<RequestRow | undefined> {
  return isUuid(id) ? (await requestOf(ctx.db, { id })).rows[0] : undefined;
}

const requestOf = statement<{ id: string }, RequestRow>(
  'ecps_request',
  (value) => sql`select r.id, r.ecps_id as "ecpsId", r.id_nat as "idNat", r.client_id as "clientId", r.origin,
        r.nonce, r.right_number as "rightNumber", r.followed, r.state, r.expires_at > clock_timestamp() as "inTime",
      e.public_key as "publicKey", e.rank
    from credentials.ecps_requests r join credentials.ecps e on e.id = r.ecps_id where r.id = ${value('id')}::uuid`,
);
