import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { seal, unseal } from '../../../platform/secrets.js';
import type { Mailbox } from '../../messaging/index.js';
import type { Structure } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import type { PublicPerson } from '../public-person.js';
import type { PublicStructure } from '../public-structure.js';
import { type Cursor, readCursor, writeCursor } from '../rules/cursor.js';
import type { Facet } from '../rules/lexicon.js';
import { publicView } from '../rules/public-view.js';
import { soughtFirst } from '../rules/sought-first.js';
import type { SearchQuery, Tab } from '../search-result.js';
import { withMailboxes } from './by-identifier.js';
import { type Line, type Listing, readPage } from './listing.js';
import { PEOPLE, STRUCTURES } from './sources.js';

export interface Page {
  readonly people: readonly PublicPerson[];
  readonly structures: readonly PublicStructure[];
  readonly next?: string;
  readonly previous?: string;
}

const PURPOSE = 'directory.cursor';
const SOURCES = { people: PEOPLE, structures: STRUCTURES } as const;

/** The question as it is put to the database, and what it looks for, by which a person's places are put in order. */
type Put = Pick<Listing, 'query' | 'beginnings' | 'many'> & { readonly facets: readonly Facet[] };

/** One page of one of the two lists. In: what was asked, and how the question is put. */
export async function pageOf(
  ctx: Ctx,
  tab: Tab,
  { limit: most, cursor: sealed, order = 'name' }: SearchQuery,
  { query, beginnings, many, facets }: Put,
): Promise<Page> {
  const limit = Math.min(Math.max(Math.trunc(most ?? 20) || 20, 1), 100);
  const cursor = sealed ? openCursor(ctx, sealed) : undefined;
  const listing = { query, beginnings: order === 'name' ? beginnings : [], order, many };
  const found = await readPage<unknown>(ctx, SOURCES[tab], listing, cursor, limit + 1);
  const lines = cursor?.way === 'before' ? found.slice(0, limit).reverse() : found.slice(0, limit);
  const values = lines.map(({ value }) => value);
  return {
    people: tab === 'people' ? people(ctx, values, facets) : [],
    structures: tab === 'structures' ? await structures(ctx, values) : [],
    ...links(ctx, lines, cursor, found.length > limit),
  };
}

function people(ctx: Ctx, values: readonly unknown[], facets: readonly Facet[]): PublicPerson[] {
  const on = today(ctx.clock);
  return (values as { person: EntryPerson; mailboxes: Mailbox[] }[])
    .map(({ person, mailboxes }) => publicView(soughtFirst(person, facets), on, mailboxes))
    .filter(({ exercises }) => exercises.length > 0);
}

const structures = (ctx: Ctx, values: readonly unknown[]): Promise<PublicStructure[]> =>
  withMailboxes(
    ctx,
    (values as Structure[]).map((data) => ({ data, active: true })),
  );

function links(ctx: Ctx, lines: readonly Line<unknown>[], cursor: Cursor | undefined, more: boolean) {
  const [first, last] = [lines[0], lines.at(-1)];
  const next = cursor?.way === 'before' ? true : more;
  const previous = cursor?.way === 'before' ? more : cursor !== undefined;
  return {
    ...(next && last && { next: sealCursor(ctx, 'after', last) }),
    ...(previous && first && { previous: sealCursor(ctx, 'before', first) }),
  };
}

const sealCursor = (ctx: Ctx, way: Cursor['way'], { rank, sortName, id }: Line<unknown>): string =>
  seal(ctx.config.secret, PURPOSE, writeCursor({ way, rank, sortName, idNat: id }));

function openCursor(ctx: Ctx, sealed: string): Cursor | undefined {
  const text = unseal(ctx.config.secret, PURPOSE, sealed);
  return text === undefined ? undefined : readCursor(text);
}
