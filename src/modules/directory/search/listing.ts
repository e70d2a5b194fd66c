import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Cursor } from '../rules/cursor.js';

/** Where lines come from: a table or view, the column of its identifier, what it shows, and of which rows. */
export interface Source {
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly shown: RawBuilder<boolean>;
  readonly value: RawBuilder<unknown>;
}

/** A line of a list, and where it stands in it. */
export interface Line<V> {
  readonly id: string;
  readonly sortName: string;
  readonly rank: number;
  readonly value: V;
}

export interface Listing {
  /** In the notation of tsquery. */
  readonly query: string;
  /** Folded: those whose name begins so come first; "" for none. */
  readonly beginning: string;
  readonly order: 'name' | 'name-desc';
}

/**
 * One page of a list, in the order of names. Those whose name begins as typed are read first and apart, so that the
 * index of the order serves each part and no part is ever sorted. In: where the page begins, how many lines. Out: lines
 * in the order in which they were met, which is backwards for a page before the cursor.
 */
export async function readPage<V>(
  ctx: Pick<Ctx, 'db'>,
  source: Source,
  listing: Listing,
  cursor: Cursor | undefined,
  limit: number,
): Promise<Line<V>[]> {
  const back = cursor?.way === 'before';
  const ranks = listing.beginning === '' ? [0] : [0, 1];
  const wanted = ranks.filter((rank) => !cursor || (back ? rank <= cursor.rank : rank >= cursor.rank));
  const found: Line<V>[] = [];
  for (const rank of back ? wanted.reverse() : wanted) {
    if (found.length >= limit) break;
    const beyond = cursor?.rank === rank ? cursor : undefined;
    found.push(...(await readPart<V>(ctx, source, listing, rank, back, beyond, limit - found.length)));
  }
  return found;
}

/** Lines looked at in the order of names before the question is asked of the whole table. */
const WINDOW = 2_000;

async function readPart<V>(
  ctx: Pick<Ctx, 'db'>,
  source: Source,
  { query, beginning, order }: Listing,
  rank: number,
  back: boolean,
  cursor: Cursor | undefined,
  limit: number,
): Promise<Line<V>[]> {
  const falling = (order === 'name-desc') !== back;
  const way = falling ? sql`desc` : sql`asc`;
  const { from, id, shown, value } = source;
  const beyond = cursor
    ? sql`and (sort_name, ${id}) ${falling ? sql`<` : sql`>`} (${cursor.sortName}, ${cursor.idNat})`
    : sql``;
  const lines = (among: RawBuilder<unknown>, where: RawBuilder<unknown>) =>
    rows(
      ctx.db,
      sql<Line<V>>`select ${id} id, sort_name "sortName", ${rank}::int rank, ${value} value from ${among}
        where ${where} terms @@ ${query}::tsquery order by sort_name ${way}, ${id} ${way} limit ${limit}`,
    );
  const part = sql`${shown} ${partOf(beginning, rank)} ${beyond}`;
  if (beginning !== '' && rank === 0) {
    const near = await lines(
      sql`(select * from ${from} where ${part} order by sort_name ${way}, ${id} ${way} limit ${WINDOW}) near`,
      sql``,
    );
    if (near.length >= limit) return near;
  }
  return lines(from, sql`${part} and`);
}

/**
 * The lines whose name begins as typed, at most `WINDOW`, as a table. Nearly all of them answer the question, which the
 * planner cannot know: asked of the whole table, a common beginning would be found everywhere and then sorted.
 */
export const windowOf = ({ from, id, shown }: Source, beginning: string): RawBuilder<unknown> =>
  sql`(select * from ${from} where ${shown} ${partOf(beginning, 0)} order by sort_name, ${id} limit ${WINDOW}) near`;

function partOf(beginning: string, rank: number): RawBuilder<unknown> {
  if (beginning === '') return sql``;
  // Folded names are letters, digits and spaces: `{` comes after all of them.
  const range = sql`sort_name >= ${beginning} and sort_name < ${`${beginning}{`}`;
  return rank === 0 ? sql`and ${range}` : sql`and not (${range})`;
}
