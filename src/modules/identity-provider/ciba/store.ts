import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { hashToken } from '../../../platform/secrets.js';
import { isUuid } from '../../../platform/uuid.js';

export type Channel = 'MOBILE' | 'CARD';

export interface CibaRequest {
  readonly idHash: string;
  readonly clientId: string;
  readonly idNat: string;
  readonly channel: Channel;
  readonly bindingMessage: string;
  readonly approvalId: string | null;
  readonly decision: 'approved' | 'refused' | null;
  readonly sealedId: string | null;
  readonly intervalSeconds: number;
  readonly expiresAt: Date;
}

const columns = sql`id_hash as "idHash", client_id as "clientId", id_nat as "idNat", channel,
  binding_message as "bindingMessage", approval_id as "approvalId", decision, sealed_id as "sealedId",
  interval_seconds as "intervalSeconds", expires_at as "expiresAt"`;

export type NewRequest = Omit<CibaRequest, 'idHash' | 'decision' | 'intervalSeconds'> & {
  readonly authReqId: string;
};

/** Seconds between two questions of a service, at first and added each time it comes too early (CIBA Core §7.3, §11). */
export const INTERVAL = 2;
const SLOWER = 5;

/** A request as it is written. */
export type Asked = Omit<NewRequest, 'authReqId'> & { readonly idHash: string; readonly interval: number };

export const askedNow = ({ authReqId, ...request }: NewRequest): Asked => ({
  ...{ ...request, idHash: hashToken(authReqId), interval: INTERVAL },
});

/** The words that write a request, for a statement that writes more. */
export const askedWords = (value: (key: keyof Asked) => RawBuilder<unknown>): RawBuilder<never> =>
  sql`insert into identity_provider.ciba_requests (id_hash, client_id, id_nat, channel, binding_message,
      approval_id, sealed_id, interval_seconds, expires_at)
    values (${value('idHash')}, ${value('clientId')}, ${value('idNat')}, ${value('channel')},
      ${value('bindingMessage')}, ${value('approvalId')}, ${value('sealedId')}, ${value('interval')},
      ${value('expiresAt')})`;

/** The request of a demand on a phone, or the one of that hash. */
export function requestToPing(ctx: Pick<Ctx, 'db'>, subject: string): Promise<CibaRequest | undefined> {
  return one(
    ctx.db,
    sql<CibaRequest>`select ${columns} from identity_provider.ciba_requests
      where approval_id = ${isUuid(subject) ? subject : null}::uuid or id_hash = ${subject}`,
  );
}

/**
 * The request of a service, noting that it asks now; `early` when it should have waited longer, and must now wait longer
 * still. Undefined when there is none, or it is another service's.
 */
export async function askedAbout(
  ctx: Pick<Ctx, 'db'>,
  authReqId: string,
  clientId: string,
): Promise<(CibaRequest & { readonly early: boolean }) | undefined> {
  return (await asking(ctx.db, { idHash: hashToken(authReqId), clientId, slower: SLOWER })).rows[0];
}

const asking = statement<
  { idHash: string; clientId: string; slower: number },
  CibaRequest & { readonly early: boolean }
>(
  'psc_asking',
  (value) => sql`update identity_provider.ciba_requests n set asked_last_at = clock_timestamp(),
      interval_seconds = n.interval_seconds + case when o.early then ${value('slower')}::int else 0 end
    from (select id_hash held, coalesce(asked_last_at + make_interval(secs => interval_seconds) > clock_timestamp(),
        false) early from identity_provider.ciba_requests
      where id_hash = ${value('idHash')} and client_id = ${value('clientId')} for update) o
    where n.id_hash = o.held returning ${columns}, early`,
);

/** Requests that wait for the card of a person, oldest first. */
export function awaitedByCard(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<CibaRequest[]> {
  return rows(
    ctx.db,
    sql<CibaRequest>`select ${columns} from identity_provider.ciba_requests
      where id_nat = ${idNat} and channel = 'CARD' and decision is null and expires_at > now() order by expires_at`,
  );
}

/** Writes what the person decided at the reader, once. */
export async function decideByCard(
  ctx: Ctx,
  idHash: string,
  decision: 'approved' | 'refused',
): Promise<boolean> {
  const decided = sql`update identity_provider.ciba_requests set decision = ${decision}
    where id_hash = ${idHash} and channel = 'CARD' and decision is null and expires_at > now()`;
  return (await affected(ctx.db, decided)) === 1;
}

/** Forgets what expired more than an hour ago. */
export async function forgetOldRequests(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from identity_provider.ciba_requests where expires_at < now() - interval '1 hour'`.execute(
    ctx.db,
  );
}
