import type { Ctx } from '../../../platform/context.js';
import { facetCounts, facetPrefixes } from '../rules/facet-counts.js';
import { peopleQuery, type Spellings, structuresQuery } from '../rules/search-query.js';
import { type Question, searchQuestion } from '../rules/search-question.js';
import { nameOfTerm, nameTerm } from '../rules/search-terms.js';
import type { SearchQuery, SearchResult, Tab } from '../search-result.js';
import { byMail, byNumber, type Found } from './by-identifier.js';
import { type Page, pageOf } from './page-of.js';
import { PEOPLE, STRUCTURES } from './sources.js';
import { spellingsOf } from './spellings.js';
import { suggest } from './suggest.js';
import { COUNTED, type Tally, tally } from './tally.js';

const SOURCES = { people: PEOPLE, structures: STRUCTURES } as const;

/**
 * The public search: published people and open structures, by what was typed in one box (names, professions,
 * savoir-faire, towns, numbers, addresses) and chosen beside it; in the order of names, those whose name begins as typed
 * first, page after page, each line once. Names that nobody bears are looked for as if they were misspelt.
 */
export async function search(ctx: Ctx, asked: SearchQuery): Promise<SearchResult> {
  const question = searchQuestion(asked);
  if (question.why) return { ...nothing(question), why: question.why };
  if (question.number) return whole(question, await byNumber(ctx, question.number), asked.tab);
  if (question.mail) return whole(question, await byMail(ctx, question.mail), asked.tab);
  const found = await lookFor(ctx, question);
  const tab = asked.tab ?? (found.people.total === 0 && found.structures.total > 0 ? 'structures' : 'people');
  const { total, terms } = found[tab];
  const borne = [...terms.keys()].filter((term) => found.instead.has(term)).map(nameOfTerm);
  const respelt = respeltOf(found.spellings, borne);
  const page =
    total > 0 ? await pageOf(ctx, tab, asked, found.query[tab], beginningOf(question, respelt)) : EMPTY;
  return {
    ...nothing(question),
    ...page,
    tab,
    total: Math.min(total, COUNTED),
    totalIsMore: total > COUNTED,
    totals: { people: found.people.total, structures: found.structures.total },
    facets: facetCounts(tab, terms, total),
    respelt,
    unknown: total === 0 ? question.names.filter((word) => !found.spellings.has(word)) : [],
    suggestions: total === 0 ? await suggest(ctx, asked, question) : [],
  };
}

const EMPTY: Page = { people: [], structures: [] };

interface LookedFor {
  readonly query: Readonly<Record<Tab, string>>;
  readonly people: Tally;
  readonly structures: Tally;
  readonly spellings: Spellings;
  /** Terms of the names that were looked for instead of those typed. */
  readonly instead: ReadonlySet<string>;
}

/** Counts both lists as asked; when both are empty, once more with the names that were likely meant. */
async function lookFor(ctx: Ctx, question: Question): Promise<LookedFor> {
  const exact = await lookOnce(ctx, question, new Map());
  const words = [...question.names, ...question.understood.flatMap(townWords)];
  if (exact.people.total + exact.structures.total > 0 || words.length === 0) return exact;
  const spellings = await spellingsOf(ctx, words);
  return spellings.size === 0 ? exact : lookOnce(ctx, question, spellings);
}

const townWords = ({ asName, words }: Question['understood'][number]): readonly string[] =>
  asName === undefined ? [] : words;

async function lookOnce(ctx: Ctx, question: Question, spellings: Spellings): Promise<LookedFor> {
  const query = {
    people: peopleQuery(question, spellings),
    structures: structuresQuery(question, spellings),
  };
  const instead = new Set([...spellings.values()].flat().map(nameTerm));
  const counted = (tab: Tab): Promise<Tally> =>
    query[tab] === ''
      ? Promise.resolve({ total: 0, terms: new Map() })
      : tally(ctx, SOURCES[tab], query[tab], facetPrefixes(tab), [...instead]);
  const [people, structures] = await Promise.all([counted('people'), counted('structures')]);
  return { query, people, structures, spellings, instead };
}

function respeltOf(spellings: Spellings, borne: readonly string[]): SearchResult['respelt'] {
  return [...spellings].flatMap(([word, likely]) => {
    const instead = likely.filter((name) => borne.includes(name));
    return instead.length > 0 ? [{ word, instead }] : [];
  });
}

/** What the names that come first begin with: as typed, or the likeliest of the names that were meant. */
const beginningOf = ({ names }: Question, respelt: SearchResult['respelt']): string =>
  names.map((word) => respelt.find((one) => one.word === word)?.instead[0] ?? word).join(' ');

function nothing({ understood, chosen, names }: Question): SearchResult {
  const place = [...chosen, ...understood].find(({ kind }) => kind === 'place')?.label;
  return {
    tab: 'people',
    people: [],
    structures: [],
    total: 0,
    totalIsMore: false,
    totals: { people: 0, structures: 0 },
    facets: {},
    understood,
    chosen,
    names,
    respelt: [],
    unknown: [],
    suggestions: [],
    ...(place !== undefined && { place }),
  };
}

function whole(question: Question, found: Found, asked: Tab | undefined): SearchResult {
  const totals = { people: found.people.length, structures: found.structures.length };
  const tab = asked ?? (totals.people === 0 && totals.structures > 0 ? 'structures' : 'people');
  return { ...nothing(question), ...found, tab, total: totals[tab], totals };
}
