import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { FEW, type Source, windowOf } from './listing.js';

/** How many lines were found, counted up to `COUNTED`, and how often each term of interest is among them. */
export interface Tally {
  readonly total: number;
  readonly terms: ReadonlyMap<string, number>;
  /** More than `FEW` are found, or so many begin as typed that nobody needs to know. */
  readonly many: boolean;
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
 * Counts what a question finds, and its facets among `COUNTED + 1` of them, the first ones unless there are many: the
 * cost has a bound whatever is asked.
 */
export async function tally(ctx: Pick<Ctx, 'db'>, asked: Counted): Promise<Tally> {
  const { source, query, beginning } = asked;
  if (query === '') return { total: 0, terms: new Map(), many: false };
  if (beginning !== '') {
    const begun = sql`select ${source.id} id, sort_name from ${windowOf(source, beginning)}
      where terms @@ ${query}::tsquery limit ${COUNTED + 1}`;
    const near = await tallyOf(ctx, asked, begun);
    if (near.total > COUNTED) return { ...near, many: true };
  }
  // A number alone is never told beyond `COUNTED`: no line is read for nothing.
  const most = asked.prefixes ? FEW : COUNTED + 1;
  const found = await tallyOf(ctx, asked, sql`select * from ${source.matching}(${query}::tsquery, ${most})`);
  return { ...found, many: found.total >= FEW };
}

async function tallyOf(
  ctx: Pick<Ctx, 'db'>,
  { source, prefixes = [], terms = [] }: Counted,
  hits: RawBuilder<unknown>,
): Promise<Omit<Tally, 'many'>> {
  const counted = await rows(
    ctx.db,
    prefixes.length + terms.length === 0
      ? sql<TermCount>`select null term, count(*)::int n from (${hits}) hits`
      : sql<TermCount>`with hits as materialized (${hits})
          select null term, count(*)::int n from hits
          union all
          select t.lexeme, count(*)::int from ${source.from}, unnest(terms) t
            where ${source.id} = any(array(select id from hits order by sort_name, id limit ${COUNTED + 1}))
              and ((left(t.lexeme, 2) = any(${[...prefixes]}) and strpos(substr(t.lexeme, 3), '_') = 0)
                or t.lexeme = any(${[...terms]}))
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
