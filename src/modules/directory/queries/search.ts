import { type RawBuilder, sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { seal, unseal } from '../../../platform/secrets.js';
import type { EntryPerson } from '../entry.js';
import type { PublicPerson } from '../public-person.js';
import { type Cursor, readCursor, writeCursor } from '../rules/cursor.js';
import { publicView } from '../rules/public-view.js';
import { type Asked, type Question, searchQuestion } from '../rules/search-question.js';
import { publicPerson } from './public-person.js';

export interface SearchQuery extends Asked {
  readonly cursor?: string | undefined;
  /** People a page, 20 when left out, 100 at most. */
  readonly limit?: number | undefined;
}

export interface SearchResult {
  readonly people: readonly PublicPerson[];
  /** How many are found, counted up to `COUNTED`. */
  readonly total: number;
  readonly totalIsMore: boolean;
  readonly next?: string;
  readonly previous?: string;
  /** The place as it was understood. */
  readonly place?: string;
  /** Why nothing was looked for. */
  readonly why?: Extract<Question, { kind: 'nothing' }>['why'];
}

type Terms = Extract<Question, { kind: 'terms' }>;
type Line = { idNat: string; sortName: string; rank: number; person: EntryPerson };

/** Beyond this many, the exact number helps nobody. */
export const COUNTED = 500;

const PURPOSE = 'directory.cursor';

/**
 * The public search: published people, by name of exercise, number, profession and place, in the order of names
 * (those whose name begins as typed come first), page after page, each person once.
 */
export async function search(ctx: Ctx, asked: SearchQuery): Promise<SearchResult> {
  const question = searchQuestion(asked);
  if (question.kind === 'nothing') return { people: [], total: 0, totalIsMore: false, why: question.why };
  if (question.kind === 'number') {
    const person = await publicPerson(ctx, question.idNat);
    return { people: person ? [person] : [], total: person ? 1 : 0, totalIsMore: false };
  }
  const limit = Math.min(Math.max(Math.trunc(asked.limit ?? 20) || 20, 1), 100);
  const cursor = asked.cursor ? openCursor(ctx, asked.cursor) : undefined;
  const found = await page(ctx, question, cursor, limit + 1);
  const lines = cursor?.way === 'before' ? found.slice(0, limit).reverse() : found.slice(0, limit);
  const counted = await count(ctx, question);
  const on = today(ctx.clock);
  return {
    people: lines.map(({ person }) => publicView(person, on)).filter(({ exercises }) => exercises.length > 0),
    total: Math.min(counted, COUNTED),
    totalIsMore: counted > COUNTED,
    ...links(ctx, lines, cursor, found.length > limit),
    ...(question.place && { place: question.place.label }),
  };
}

const rankOf = (beginning: string): RawBuilder<number> =>
  beginning === '' ? sql`0` : sql`case when starts_with(sort_name, ${beginning}) then 0 else 1 end`;

function page(ctx: Ctx, question: Terms, cursor: Cursor | undefined, limit: number): Promise<Line[]> {
  const rank = rankOf(question.beginning);
  const back = cursor?.way === 'before';
  const order = back ? sql`desc` : sql`asc`;
  // Without a name the rank is left out of the comparison, so that the index of the order can serve it.
  const ranked = question.beginning !== '';
  const place = ranked ? sql`(${rank}, sort_name, id_nat)` : sql`(sort_name, id_nat)`;
  const beyond =
    cursor === undefined
      ? sql``
      : sql`and ${place} ${back ? sql`<` : sql`>`} (${ranked ? sql`${cursor.rank}::int, ` : sql``}${cursor.sortName}, ${cursor.idNat})`;
  return rows(
    ctx.db,
    sql<Line>`select id_nat "idNat", sort_name "sortName", ${rank} rank, person from directory.entries
      where published and terms @@ ${question.tsquery}::tsquery ${beyond}
      order by ${ranked ? sql`rank ${order}, ` : sql``}sort_name ${order}, id_nat ${order} limit ${limit}`,
  );
}

async function count(ctx: Ctx, question: Terms): Promise<number> {
  const row = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from (select from directory.entries
      where published and terms @@ ${question.tsquery}::tsquery limit ${COUNTED + 1}) found`,
  );
  return row?.n ?? 0;
}

function links(ctx: Ctx, lines: readonly Line[], cursor: Cursor | undefined, more: boolean) {
  const [first, last] = [lines[0], lines.at(-1)];
  const next = cursor?.way === 'before' ? true : more;
  const previous = cursor?.way === 'before' ? more : cursor !== undefined;
  return {
    ...(next && last && { next: sealCursor(ctx, 'after', last) }),
    ...(previous && first && { previous: sealCursor(ctx, 'before', first) }),
  };
}

const sealCursor = (ctx: Ctx, way: Cursor['way'], { rank, sortName, idNat }: Line): string =>
  seal(ctx.config.secret, PURPOSE, writeCursor({ way, rank, sortName, idNat }));

function openCursor(ctx: Ctx, sealed: string): Cursor | undefined {
  const text = unseal(ctx.config.secret, PURPOSE, sealed);
  return text === undefined ? undefined : readCursor(text);
}
