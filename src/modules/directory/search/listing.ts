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

function readPart<V>(
  ctx: Pick<Ctx, 'db'>,
  { from, id, shown, value }: Source,
  { query, beginning, order }: Listing,
  rank: number,
  back: boolean,
  cursor: Cursor | undefined,
  limit: number,
): Promise<Line<V>[]> {
  const falling = (order === 'name-desc') !== back;
  const way = falling ? sql`desc` : sql`asc`;
  const beyond = cursor
    ? sql`and (sort_name, ${id}) ${falling ? sql`<` : sql`>`} (${cursor.sortName}, ${cursor.idNat})`
    : sql``;
  return rows(
    ctx.db,
    sql<Line<V>>`select ${id} id, sort_name "sortName", ${rank}::int rank, ${value} value from ${from}
      where ${shown} and terms @@ ${query}::tsquery ${partOf(beginning, rank)} ${beyond}
      order by sort_name ${way}, ${id} ${way} limit ${limit}`,
  );
}

function partOf(beginning: string, rank: number): RawBuilder<unknown> {
  if (beginning === '') return sql``;
  // Folded names are letters, digits and spaces: `{` comes after all of them.
  const range = sql`sort_name >= ${beginning} and sort_name < ${`${beginning}{`}`;
  return rank === 0 ? sql`and ${range}` : sql`and not (${range})`;
}
