import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';

/** Requests of one service that came to the same end on one day (Paris). */
export interface AnswersOfDay {
  readonly day: string;
  readonly clientId: string;
  readonly outcome: 'approved' | 'refused' | 'wrong-number' | 'withdrawn' | 'expired';
  readonly number: number;
  /** Median milliseconds from the request to the answer; of those approved only. */
  readonly waitMs: number | null;
}

/** How the requests sent to phones since a day (YYYY-MM-DD, Paris) ended; those that still wait are left out. */
export function answersByDay(ctx: Pick<Ctx, 'db'>, since: string): Promise<AnswersOfDay[]> {
  return rows(
    ctx.db,
    sql<AnswersOfDay>`select (created_at at time zone 'Europe/Paris')::date as day, client_id as "clientId",
        case state when 'pending' then 'expired' else state end outcome, count(*)::int number,
        (percentile_cont(0.5) within group (order by extract(epoch from decided_at - created_at) * 1000)
          filter (where state = 'approved'))::int as "waitMs"
      from credentials.ecps_requests
      where created_at >= ${since}::date::timestamp at time zone 'Europe/Paris'
        and (state <> 'pending' or expires_at < now())
      group by 1, 2, 3`,
  );
}

/** How many e-CPS can sign in now (simulated time). */
export async function activeCount(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<number> {
  const counted = await one(
    ctx.db,
    sql<{ active: number }>`select count(*)::int active from credentials.ecps
      where state = 'active' and expires_at > ${ctx.clock.now()}`,
  );
  return counted?.active ?? 0;
}
