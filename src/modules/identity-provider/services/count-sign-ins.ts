import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import type { JobHandler } from '../../../platform/jobs.js';
import { ecps } from '../../credentials/index.js';

/** So that two processes do not count at once. */
const LOCK = 727_018;

/**
 * Counts the sign-ins of the last two days again, or of all the days kept when nothing was counted yet: visits by
 * means, and what phones answered otherwise than yes. Harmless when repeated. Real time, as visits are.
 */
export async function countSignIns(ctx: Ctx): Promise<void> {
  await transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx.db);
    const since = await firstDay(tx);
    await sql`delete from identity_provider.daily_sign_ins where day >= ${since}::date`.execute(tx.db);
    await sql`insert into identity_provider.daily_sign_ins (day, client_id, means, outcome, number)
      select (at at time zone 'Europe/Paris')::date, client_id, means,
        case when silent then 'silent' else 'done' end, count(*)
      from identity_provider.visits
      where at >= ${since}::date::timestamp at time zone 'Europe/Paris'
      group by 1, 2, 3, 4`.execute(tx.db);
    await addAnswers(tx, since);
    await addTotals(tx, since);
  });
}

async function firstDay(tx: Pick<Ctx, 'db'>): Promise<string> {
  const found = await one(
    tx.db,
    sql<{ day: string }>`select case when exists (select from identity_provider.daily_sign_ins)
      then (now() at time zone 'Europe/Paris')::date - 1 else '2000-01-01'::date end as day`,
  );
  return found?.day ?? '2000-01-01';
}

async function addAnswers(tx: Ctx, since: string): Promise<void> {
  const answers = JSON.stringify(await ecps.answersByDay(tx, since));
  await sql`with answers as (select * from jsonb_to_recordset(${answers}::jsonb)
      as a(day date, "clientId" text, outcome text, number int, "waitMs" int)),
    waits as (update identity_provider.daily_sign_ins d set wait_ms = a."waitMs" from answers a
      where a.outcome = 'approved' and d.day = a.day and d.client_id = a."clientId"
        and d.means = 'MOBILE' and d.outcome = 'done')
    insert into identity_provider.daily_sign_ins (day, client_id, means, outcome, number)
    select day, "clientId", 'MOBILE', outcome, number from answers where outcome <> 'approved'`.execute(
    tx.db,
  );
}

/** The client id of the lines that hold every service together. */
export const EVERY_SERVICE = '*';

/** Everybody may ask for the figures of the whole country: they are added up once, not for each page. */
async function addTotals(tx: Ctx, since: string): Promise<void> {
  await sql`insert into identity_provider.daily_sign_ins (day, client_id, means, outcome, number, wait_ms)
    select day, ${EVERY_SERVICE}, means, outcome, sum(number),
      (percentile_cont(0.5) within group (order by wait_ms))::int
    from identity_provider.daily_sign_ins where day >= ${since}::date group by 1, 3, 4`.execute(tx.db);
}

/** Every ten minutes: what the dashboards show. */
export const countSignInsJob: JobHandler = {
  name: 'identity-provider.count-sign-ins',
  every: '*/10 * * * *',
  run: countSignIns,
};
