import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Source } from './listing.js';

/** How many lines were found, counted up to `COUNTED`, and how often each term of interest is among them. */
export interface Tally {
  readonly total: number;
  readonly terms: ReadonlyMap<string, number>;
}

/** Beyond this many, the exact number helps nobody. */
export const COUNTED = 500;

/**
 * Counts what a question finds, and its facets, among the first `COUNTED + 1` lines: the cost has a bound whatever is
 * asked. The order is that of the list, since without one the planner would read the whole table to find a few.
 * In: prefixes of the terms to count (a term of two things, such as profession and place, is not), and whole terms.
 */
export async function tally(
  ctx: Pick<Ctx, 'db'>,
  source: Source,
  query: string,
  prefixes: readonly string[],
  whole: readonly string[] = [],
): Promise<Tally> {
  const found = await rows(
    ctx.db,
    sql<{ term: string | null; n: number }>`with found as materialized (${first(source, query)})
      select null term, count(*)::int n from found
      union all
      select t.lexeme, count(*)::int from found, unnest(found.terms) t
        where (left(t.lexeme, 2) = any(${[...prefixes]}) and strpos(substr(t.lexeme, 3), '_') = 0)
          or t.lexeme = any(${[...whole]})
        group by 1`,
  );
  return {
    total: found.find(({ term }) => term === null)?.n ?? 0,
    terms: new Map(found.flatMap(({ term, n }) => (term === null ? [] : [[term, n] as const]))),
  };
}

/** How many lines a question finds, counted up to `COUNTED + 1`. */
export async function count(ctx: Pick<Ctx, 'db'>, source: Source, query: string): Promise<number> {
  const [found] = await rows(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from (${first(source, query)}) found`,
  );
  return found?.n ?? 0;
}

const first = ({ from, id, shown }: Source, query: string): RawBuilder<unknown> =>
  sql`select terms from ${from} where ${shown} and terms @@ ${query}::tsquery
    order by sort_name, ${id} limit ${COUNTED + 1}`;
