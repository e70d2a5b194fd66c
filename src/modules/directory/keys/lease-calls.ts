import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { blockOf } from '../rules/quota.js';

export interface Lease {
  /** Calls granted; none when the quota of the minute is used up. */
  readonly calls: number;
  /** Milliseconds of real time until the minute is over, and the block with it. */
  readonly lasts: number;
}

const NONE: Lease = { calls: 0, lasts: 0 };

/**
 * Takes a block of the calls of this minute for this process, by one conditional update: blocks of all processes
 * together never exceed the quota. In: the application, its quota. The database tells the time.
 */
export async function leaseCalls(
  ctx: Pick<Ctx, 'db'>,
  application: string,
  eachMinute: number,
): Promise<Lease> {
  const used = sql`case when q.minute < date_trunc('minute', now()) then 0 else q.leased end`;
  const block = sql`least(${blockOf(eachMinute)}::int, a.each_minute - ${used})`;
  const lease = await one(
    ctx.db,
    sql<Lease>`update directory.quotas q set granted = ${block}, leased = ${used} + ${block},
        minute = greatest(q.minute, date_trunc('minute', now()))
      from directory.applications a
      where q.application = ${application}::uuid and a.id = q.application and a.closed_at is null
        and (q.minute < date_trunc('minute', now()) or q.leased < a.each_minute)
      returning granted calls,
        (extract(epoch from q.minute + interval '1 minute' - clock_timestamp()) * 1000)::float lasts`,
  );
  return lease ?? NONE;
}
