import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { EVERY_SERVICE } from './count-sign-ins.js';

/** What came of a sign-in; `silent`: an open session let the person in without a gesture. */
export type Outcome = 'done' | 'silent' | 'refused' | 'wrong-number' | 'withdrawn' | 'expired';

/** Sign-ins that came to the same end by the same means, in a day (YYYY-MM-DD) or a month (YYYY-MM). */
export interface Counted {
  readonly period: string;
  readonly means: string;
  readonly outcome: Outcome;
  readonly number: number;
  /** Median wait for the phone, of the days of the period; null where no phone answered. */
  readonly waitMs: number | null;
}

export interface ActivityAsked {
  /** One service; every one when left out. */
  readonly clientId?: string | undefined;
  readonly by: 'day' | 'month';
  /** First day, YYYY-MM-DD. */
  readonly since: string;
}

/** Counted sign-ins since a day, oldest first. */
export function activity(ctx: Pick<Ctx, 'db'>, { clientId, by, since }: ActivityAsked): Promise<Counted[]> {
  return rows(
    ctx.db,
    sql<Counted>`select to_char(day, ${by === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM'}) period, means, outcome,
        sum(number)::int number,
        (percentile_cont(0.5) within group (order by wait_ms))::int as "waitMs"
      from identity_provider.daily_sign_ins
      where day >= ${since}::date and client_id = ${clientId ?? EVERY_SERVICE}
      group by 1, 2, 3 order by 1, 2, 3`,
  );
}

/** What the protocol refused since a day, by OAuth error, most frequent first. */
export function protocolErrors(
  ctx: Pick<Ctx, 'db'>,
  { clientId, since }: Pick<ActivityAsked, 'clientId' | 'since'>,
): Promise<{ error: string; number: number }[]> {
  return rows(
    ctx.db,
    sql<{ error: string; number: number }>`select error, sum(number)::int number
      from identity_provider.daily_errors
      where day >= ${since}::date ${clientId === undefined ? sql`` : sql`and client_id = ${clientId}`}
      group by 1 order by 2 desc, 1`,
  );
}
