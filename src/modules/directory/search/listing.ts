import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Cursor } from '../rules/cursor.js';

/** Where lines come from: a table or view, the column of its identifier, what it shows, and of which rows. */
export interface Source {
  readonly name: string;
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly shown: RawBuilder<boolean>;
  readonly value: RawBuilder<unknown>;
  /** The function that gives some of those that a question finds, as a table of `id` and `sort_name`. */
  readonly matching: RawBuilder<unknown>;
  /** The same with their terms alone. */
  readonly terms: RawBuilder<unknown>;
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
  /** Folded: those whose name begins with the first come first, then those of the second…; none where names do not count. */
  readonly beginnings: readonly string[];
  readonly order: 'name' | 'name-desc';
  /** More are found than were counted. */
  readonly many: boolean;
}

/** So many lines are put in order in no time. */
const FEW = 4_000;
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
  const ranks = Array.from({ length: listing.beginnings.length + 1 }, (_, rank) => rank);
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

interface Found<V> {
  readonly lines: Line<V>[];
  /** How many were looked at. */
  readonly seen: number;
}

/**
 * Many are met soon on a walk in the order of names, above all where names begin as typed. Of others so many as can be put in
 * order are; should there be more, and the walk meet too few of them, all are put in order.
 */
async function readPart<V>(
  ctx: Pick<Ctx, 'db'>,
  source: Source,
  listing: Listing,
  place: Place,
  limit: number,
): Promise<Line<V>[]> {
  const { from, id, shown, value, matching } = source;
  const { query, beginnings, order, many } = listing;
  const { rank, back, cursor } = place;
  const falling = (order === 'name-desc') !== back;
  const way = falling ? sql`desc` : sql`asc`;
  const beyond = (key: RawBuilder<unknown>) =>
    cursor
      ? sql`and (sort_name, ${key}) ${falling ? sql`<` : sql`>`} (${cursor.sortName}, ${cursor.idNat})`
      : sql``;
  const part = partOf(beginnings, rank);
  const chosen = (among: RawBuilder<unknown>, where: RawBuilder<unknown>) =>
    sql`select id from ${among} where ${where} order by sort_name ${way}, id ${way} limit ${limit}`;
  const lines = (ids: RawBuilder<unknown>) =>
    sql<Line<V>>`select ${id} id, sort_name "sortName", ${rank}::int rank, ${value} value from ${from}
      where ${id} = any(array(${ids}))`;
  const inOrder = sql`order by "sortName" ${way}, id ${way}`;
  const hits = async (most: number): Promise<Found<V>> => {
    const found = await rows(
      ctx.db,
      sql<Line<V> & { seen: number }>`with hits as materialized (
          select id, sort_name from ${matching}(${query}::tsquery, ${most}))
        select (select count(*)::int from hits) seen, line.* from (select) once
          left join (${lines(chosen(sql`hits`, sql`${part} ${beyond(sql`id`)}`))}) line on true ${inOrder}`,
    );
    return { seen: found[0]?.seen ?? 0, lines: found.filter((line) => line.id !== null) };
  };
  const walk = sql`(select ${id} id, sort_name, terms from ${from} where ${shown} and ${part} ${beyond(id)}
    order by sort_name ${way}, ${id} ${way} limit ${WALK}) near`;
  if (!many || rank === beginnings.length) {
    const few = await hits(FEW);
    if (few.seen < FEW) return few.lines;
  }
  const near = await rows(
    ctx.db,
    sql<Line<V>>`${lines(chosen(walk, sql`terms @@ ${query}::tsquery`))} ${inOrder}`,
  );
  if (near.length >= limit) return near;
  const [walked] = await rows(ctx.db, sql<{ n: number }>`select count(*)::int n from ${walk}`);
  return (walked?.n ?? 0) < WALK ? near : (await hits(EVERY)).lines;
}

/** Lines of a common beginning that are looked at to count them. */
const WINDOW = 2_000;

/**
 * The lines whose name begins as typed, at most `WINDOW`, as a table. Nearly all of them answer the question, which the
 * planner cannot know: asked of the whole table, a common beginning would be found everywhere and then sorted.
 */
export const windowOf = ({ from, id, shown }: Source, beginning: string): RawBuilder<unknown> =>
  sql`(select * from ${from} where ${shown} and ${rangeOf(beginning)}
    order by sort_name, ${id} limit ${WINDOW}) near`;

/** Names that begin as the beginning of that rank and of none before; the last rank is that of all other names. */
function partOf(beginnings: readonly string[], rank: number): RawBuilder<unknown> {
  const own = beginnings[rank];
  const before = beginnings
    .slice(0, rank)
    .filter((one) => own === undefined || own.startsWith(one) || one.startsWith(own));
  const conditions = [
    ...(own === undefined ? [] : [rangeOf(own)]),
    ...before.map((one) => sql`not (${rangeOf(one)})`),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

// Folded names are letters, digits and spaces: `{` comes after all of them.
const rangeOf = (beginning: string): RawBuilder<unknown> =>
  sql`sort_name >= ${beginning} and sort_name < ${`${beginning}{`}`;
