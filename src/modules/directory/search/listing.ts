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
  /** The function that gives some of those that a question finds, as a table of `id` and `sort_name`. */
  readonly matching: RawBuilder<unknown>;
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
  /** More are found than can be put in order at no cost. */
  readonly many: boolean;
}

/** So many lines are put in order in no time. */
export const FEW = 4_000;
const EVERY = 100_000_000;
/** Lines walked in the order of names: of more, the planner would sort them all before the first. */
const WALK = 2_000;

/**
 * One page of a list, in the order of names; those whose name begins as typed are read first and apart. In: where the
 * page begins, how many lines. Out: lines in the order in which they were met, which is backwards for a page before the
 * cursor.
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
    const place = { rank, back, cursor: cursor?.rank === rank ? cursor : undefined };
    found.push(...(await readPart<V>(ctx, source, listing, place, limit - found.length)));
  }
  return found;
}

interface Place {
  readonly rank: number;
  readonly back: boolean;
  readonly cursor: Cursor | undefined;
}

// Many are met soon on a walk in the order of names; should they be rare where the walk leads, all are put in order.
async function readPart<V>(
  ctx: Pick<Ctx, 'db'>,
  source: Source,
  listing: Listing,
  place: Place,
  limit: number,
): Promise<Line<V>[]> {
  const { from, id, shown, value, matching } = source;
  const { query, beginning, order, many } = listing;
  const { rank, back, cursor } = place;
  const falling = (order === 'name-desc') !== back;
  const way = falling ? sql`desc` : sql`asc`;
  const beyond = (key: RawBuilder<unknown>) =>
    cursor
      ? sql`and (sort_name, ${key}) ${falling ? sql`<` : sql`>`} (${cursor.sortName}, ${cursor.idNat})`
      : sql``;
  const lines = (among: RawBuilder<unknown>, where: RawBuilder<unknown>) =>
    rows(
      ctx.db,
      sql<Line<V>>`select ${id} id, sort_name "sortName", ${rank}::int rank, ${value} value from ${among}
        where ${where} order by sort_name ${way}, ${id} ${way} limit ${limit}`,
    );
  if (many) {
    const walk = sql`(select * from ${from} where ${shown} ${partOf(beginning, rank)} ${beyond(id)}
      order by sort_name ${way}, ${id} ${way} limit ${WALK}) near`;
    const near = await lines(walk, sql`terms @@ ${query}::tsquery`);
    if (near.length >= limit) return near;
  }
  const hits = sql`select id from ${matching}(${query}::tsquery, ${many ? EVERY : FEW})
    where true ${partOf(beginning, rank)} ${beyond(sql`id`)} order by sort_name ${way}, id ${way} limit ${limit}`;
  return lines(from, sql`${id} = any(array(${hits}))`);
}

/** Lines of a common beginning that are looked at to count them. */
const WINDOW = 2_000;

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
