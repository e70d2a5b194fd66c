import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { type Told, UNIT } from './rules/population.js';

const NURSE = '60';

/** Nurses alike in three things. `mode`: liberal (also those who are salaried besides), salaried, or not known. */
export interface NurseCount {
  /** Whether they hold a CPS or a CPF in use. */
  readonly card: boolean;
  /** Whether the Ordre des infirmiers is among the origins of their record. */
  readonly enrolled: boolean;
  readonly mode: 'L' | 'S' | '';
  readonly people: Told;
}

/** Counts the published nurses on a day (YYYY-MM-DD) anew, in the transaction of the other counts. */
export async function countNurses(ctx: Ctx, day: string): Promise<void> {
  await sql`delete from directory.nurse_counts`.execute(ctx.db);
  await sql`insert into directory.nurse_counts (card, enrolled, mode, people)
    select card, enrolled, case when modes @> '{L}' then 'L' when modes @> '{S}' then 'S' else '' end, count(*)::int
    from (select e.cards <> '[]' card, e.origins ? 'ONI' enrolled, array(
        select a ->> 'mode' from jsonb_array_elements(e.person::jsonb -> 'exercises') x,
          jsonb_array_elements(x -> 'activities') a
        where x ->> 'profession' = ${NURSE} and coalesce(a ->> 'from', ${day}) <= ${day}
          and coalesce(a ->> 'to', ${day}) >= ${day}) modes
      from directory.entries e where e.published
        and e.person::jsonb -> 'exercises' @> ${JSON.stringify([{ profession: NURSE }])}::jsonb) nurses
    group by 1, 2, 3`.execute(ctx.db);
}

/** The nurses as last counted, to the nearest five; `few` where that would point at people. */
export function nurseCounts(ctx: Pick<Ctx, 'db'>): Promise<NurseCount[]> {
  return rows(
    ctx.db,
    sql<NurseCount>`select card, enrolled, mode, case when people < ${UNIT} then '"few"'::jsonb
        else to_jsonb((round(people / ${UNIT}::numeric) * ${UNIT})::int) end people
      from directory.nurse_counts order by card desc, enrolled desc, mode`,
  );
}
