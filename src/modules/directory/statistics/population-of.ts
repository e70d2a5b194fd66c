import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { keyOf, type PeopleAsked, type Population } from './rules/population.js';

/**
 * What may be told of the people who have some values, as last counted. In: values by criterion. Out: the counts with
 * their date; undefined before the first count. Where nobody has all that is asked, and where that would point at
 * people, the answer is the same: `few`, so that the difference tells nothing.
 */
export function populationOf(ctx: Pick<Ctx, 'db'>, asked: PeopleAsked): Promise<Population | undefined> {
  return one(
    ctx.db,
    sql<Population>`select s.at, s.publication, coalesce(to_jsonb(p.people), '"few"') people,
        coalesce(p.breakdowns, '{}') breakdowns
      from directory.population_state s left join directory.population p on p.asked = ${keyOf(asked)}`,
  );
}
