import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { backOff, type ChangeKind, daysKept } from '../rules/changes.js';
import type { Line } from './line.js';

/** A change that waits for a service. */
export interface Notice {
  readonly id: string;
  readonly jti: string;
  readonly clientId: string;
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly happenedAt: Date;
  readonly askedAt: Date;
  readonly attempts: number;
}

const columns = sql`n.id::text id, n.jti, n.client_id "clientId", n.kind, n.subject, n.detail,
  n.happened_at "happenedAt", n.asked_at "askedAt", n.attempts`;

/** While a notice is being sent, nobody else sends it; longer than a call may last. */
const LEASE_SECONDS = 30;

/** Takes what is oldest in a line, to send it; undefined when nothing is due, or when somebody else is sending it. */
export function claimOldest(
  ctx: Pick<Ctx, 'db'>,
  { clientId, accountId }: Line,
): Promise<Notice | undefined> {
  return one(
    ctx.db,
    sql<Notice>`update identity_provider.change_notices n
      set next_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), attempts = n.attempts + 1
      where n.id = (select id from identity_provider.change_notices where client_id = ${clientId}
          and account_id = ${accountId} and taken_at is null order by id limit 1)
        and n.taken_at is null and n.next_at <= clock_timestamp()
      returning ${columns}`,
  );
}

/** Notes that the service has what was sent, or why not; it is then sent again later. */
export async function settle(ctx: Pick<Ctx, 'db'>, notice: Notice, failure: string | null): Promise<void> {
  const wait = backOff(notice.attempts);
  await sql`update identity_provider.change_notices set failure = ${failure},
      taken_at = case when ${failure}::text is null then clock_timestamp() end,
      next_at = clock_timestamp() + make_interval(secs => ${wait})
    where id = ${notice.id}::bigint and taken_at is null`.execute(ctx.db);
}

/** Lines of services that want changes sent, whose oldest one is due; at most `limit`. */
export function linesDue(ctx: Pick<Ctx, 'db'>, limit: number): Promise<Line[]> {
  return rows(
    ctx.db,
    sql<Line>`select client_id "clientId", account_id "accountId" from (
        select distinct on (n.client_id, n.account_id) n.client_id, n.account_id, n.next_at
        from identity_provider.change_notices n join identity_provider.services s using (client_id)
        where n.taken_at is null and s.enabled and s.options -> 'events' ->> 'delivery' = 'push'
        order by n.client_id, n.account_id, n.id) oldest
      where next_at <= clock_timestamp() order by next_at limit ${limit}`,
  );
}

/** What waits for a service, the oldest of each person only; at most `limit`. `more`: others wait behind. */
export async function waitingFor(
  ctx: Pick<Ctx, 'db'>,
  clientId: string,
  limit: number,
): Promise<{ notices: Notice[]; more: boolean }> {
  const notices = await rows(
    ctx.db,
    sql<Notice>`select ${columns} from identity_provider.change_notices n
      where n.client_id = ${clientId} and n.taken_at is null and not exists (
        select from identity_provider.change_notices b where b.client_id = n.client_id
          and b.account_id = n.account_id and b.id < n.id and b.taken_at is null)
      order by n.id limit ${limit}`,
  );
  const given = notices.map(({ id }) => id);
  const behind = await one(
    ctx.db,
    sql<{ one: number }>`select 1 one from identity_provider.change_notices
      where client_id = ${clientId} and taken_at is null and not id = any(${given}::bigint[]) limit 1`,
  );
  return { notices, more: behind !== undefined };
}

/** Notes that a service has these, or, with `failure`, that it cannot read them. */
export async function acknowledge(
  ctx: Pick<Ctx, 'db'>,
  clientId: string,
  jtis: readonly string[],
  failure: string | null = null,
): Promise<number> {
  if (jtis.length === 0) return 0;
  return affected(
    ctx.db,
    sql`update identity_provider.change_notices set taken_at = clock_timestamp(), failure = ${failure}
      where client_id = ${clientId} and jti::text = any(${[...jtis]}) and taken_at is null`,
  );
}

/** Forgets what was kept for as long as it is, taken or not. */
export async function forgetOldChanges(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  await sql`delete from identity_provider.change_notices
    where asked_at < now() - make_interval(days => ${daysKept(today(ctx.clock))})`.execute(ctx.db);
}
