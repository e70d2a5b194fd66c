import { FhirRefusal } from '../refusal.js';
import type { Search } from './criterion.js';
import type { Candidate, Place, Run } from './run.js';

export interface Found {
  readonly matches: readonly Candidate[];
  /** There are more in the way that was walked. */
  readonly more: boolean;
  /** How many there are in all, where that was asked or costs little. */
  readonly total?: number;
}

export interface From {
  readonly after?: Place | undefined;
  readonly back?: boolean;
  /** Known from an earlier page. */
  readonly total?: number | undefined;
}

/** Without being asked, resources are counted on while that takes no longer than this, in milliseconds. */
const COUNTING = 25;
/** Found this long after the start, a page is given as it is rather than filled. */
const FILLING = 4000;

/**
 * A page of a search. A page that says `more` is followed by one that is not empty: the next resource was seen.
 * @throws FhirRefusal when nothing is found in time.
 */
export async function find(run: Run, search: Search, from: From): Promise<Found> {
  const wanted = search.summary === 'count' ? 0 : search.count;
  const { sort, criteria, kind } = search;
  const start = Date.now();
  const matches: Candidate[] = [];
  const size = Math.max(Math.min(wanted + 10, 300), 20);
  const lines = run.walk(run, kind, criteria, { sort, after: from.after, back: from.back ?? false, size });
  let ended = false;
  for (;;) {
    const some = await lines.next();
    if (some.done) {
      ended = true;
      break;
    }
    matches.push(...some.value);
    if (matches.length > wanted) break;
    if (matches.length > 1 && Date.now() - start > FILLING) break;
  }
  const page = matches.slice(0, Math.min(wanted, ended ? wanted : matches.length - 1));
  const more = matches.length > page.length;
  const total = await totalOf(run, search, from, { seen: matches.length, ended, lines, start });
  const order = from.back ? page.toReversed() : page;
  return { matches: order, more, ...(total !== undefined && { total }) };
}

interface Counting {
  seen: number;
  readonly ended: boolean;
  readonly lines: AsyncGenerator<Candidate[]>;
  readonly start: number;
}

/** Pages that follow say what the first one said. */
async function totalOf(
  run: Run,
  search: Search,
  from: From,
  counting: Counting,
): Promise<number | undefined> {
  if (search.total === 'none' && search.summary !== 'count') return undefined;
  if (from.after !== undefined) return from.total;
  if (counting.ended) return counting.seen;
  const exact = search.total === 'accurate' || search.summary === 'count';
  const until = exact ? run.deadline : Date.now() + COUNTING;
  try {
    while (Date.now() < until) {
      const some = await counting.lines.next();
      if (some.done) return counting.seen;
      counting.seen += some.value.length;
    }
  } catch (error) {
    if (!(error instanceof FhirRefusal) || error.code !== 'too-costly') throw error;
  }
  if (exact)
    throw new FhirRefusal(
      400,
      'too-costly',
      'Counting these resources takes too long: add a criterion, or ask _total=none and follow the pages.',
    );
  return undefined;
}
