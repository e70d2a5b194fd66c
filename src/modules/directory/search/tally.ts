import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { kept } from '../../../platform/db/plans.js';
import { type Source, windowOf } from './listing.js';

/** How many lines were found, counted up to `COUNTED + 1`, and how often each term of interest is among them. */
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
  /**
   * How the terms to count begin; a term of two things, such as profession and place, is not. Left out: the lines alone
   * are counted, to be told and not shown.
   */
  readonly prefixes?: readonly string[];
  /** Terms to count. */
  readonly terms?: readonly string[];
}

/**
 * Counts what a question finds, and its facets among `COUNTED + 1` of them: those whose name begins as typed where there
 * are so many, else any. The cost has a bound whatever is asked: no more lines are read than are counted.
 */
export async function tally(ctx: Pick<Ctx, 'db'>, asked: Counted): Promise<Tally> {
  const { source, query, beginning } = asked;
  if (query === '') return { total: 0, terms: new Map() };
  if (beginning !== '') {
    const begun = sql`select terms from ${windowOf(source, beginning)}
      where terms @@ ${query}::tsquery limit ${COUNTED + 1}`;
    const near = await tallyOf(ctx, asked, sql``, begun);
    if (near.total > COUNTED) return near;
  }
  // The words are always the same, and the function hides the question from the planner.
  const mark = kept(`tally_${source.name}_${asked.prefixes ? 'facets' : 'total'}`);
  return tallyOf(ctx, asked, mark, sql`select terms from ${source.terms}(${query}::tsquery, ${COUNTED + 1})`);
}

async function tallyOf(
  ctx: Pick<Ctx, 'db'>,
  { prefixes, terms = [] }: Counted,
  mark: RawBuilder<unknown>,
  hits: RawBuilder<unknown>,
): Promise<Tally> {
  const counted = await rows(
    ctx.db,
    prefixes === undefined
      ? sql<TermCount>`${mark}select null term, count(*)::int n from (${hits}) hits`
      : sql<TermCount>`${mark}with hits as materialized (${hits})
          select null term, count(*)::int n from hits
          union all
          select t.lexeme, count(*)::int from hits, unnest(terms) t
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

/** Which of some terms somebody has. */
export async function termsHeld(
  ctx: Pick<Ctx, 'db'>,
  { terms: termsOf }: Source,
  terms: readonly string[],
): Promise<Set<string>> {
  const held = await rows(
    ctx.db,
    sql<{ term: string }>`select term from unnest(${[...terms]}::text[]) term
      where exists (select from ${termsOf}(quote_literal(term)::tsquery, 1))`,
  );
  return new Set(held.map(({ term }) => term));
}
