import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { type Source, windowOf } from './listing.js';

/** How many lines were found, counted up to `COUNTED`, and how often each term of interest is among them. */
export interface Tally {
  readonly total: number;
  readonly terms: ReadonlyMap<string, number>;
}

/** Beyond this many, the exact number helps nobody. */
export const COUNTED = 500;

/** What is counted: a question in the notation of tsquery, and the folded name that it begins with, "" for none. */
export interface Counted {
  readonly source: Source;
  readonly query: string;
  readonly beginning: string;
  /** How the terms to count begin; a term of two things, such as profession and place, is not. */
  readonly prefixes?: readonly string[];
  /** Terms to count. */
  readonly terms?: readonly string[];
}

/**
 * Counts what a question finds, and its facets, among the first `COUNTED + 1` lines: the cost has a bound whatever is
 * asked.
 */
export async function tally(ctx: Pick<Ctx, 'db'>, asked: Counted): Promise<Tally> {
  if (asked.query === '') return NONE;
  if (asked.beginning !== '') {
    const near = await tallyOf(ctx, asked, windowOf(asked.source, asked.beginning));
    if (near.total > COUNTED) return near;
  }
  return tallyOf(ctx, asked, sql`${asked.source.from}`, sql`${asked.source.shown} and`);
}

const NONE: Tally = { total: 0, terms: new Map() };

// The order is that of the list: without one the planner would read the whole table to find a few.
async function tallyOf(
  ctx: Pick<Ctx, 'db'>,
  { source, query, prefixes = [], terms = [] }: Counted,
  among: RawBuilder<unknown>,
  shown: RawBuilder<unknown> = sql``,
): Promise<Tally> {
  const first = sql`select terms from ${among} where ${shown} terms @@ ${query}::tsquery
    order by sort_name, ${source.id} limit ${COUNTED + 1}`;
  const counted = await rows(
    ctx.db,
    prefixes.length + terms.length === 0
      ? sql<TermCount>`select null term, count(*)::int n from (${first}) found`
      : sql<TermCount>`with found as materialized (${first})
          select null term, count(*)::int n from found
          union all
          select t.lexeme, count(*)::int from found, unnest(found.terms) t
            where (left(t.lexeme, 2) = any(${[...prefixes]}) and strpos(substr(t.lexeme, 3), '_') = 0)
              or t.lexeme = any(${[...terms]})
            group by 1`,
  );
  return {
    total: counted.find(({ term }) => term === null)?.n ?? 0,
    terms: new Map(counted.flatMap(({ term, n }) => (term === null ? [] : [[term, n] as const]))),
  };
}

interface TermCount {
  readonly term: string | null;
  readonly n: number;
}
