import type { Ctx } from '../../../platform/context.js';
import { facetCounts, facetPrefixes } from '../rules/facet-counts.js';
import { peopleQuery, type Spellings, structuresQuery } from '../rules/search-query.js';
import { type Question, searchQuestion } from '../rules/search-question.js';
import { nameTerm } from '../rules/search-terms.js';
import type { SearchQuery, SearchResult, Tab } from '../search-result.js';
import { byMail, byNumber, type Found } from './by-identifier.js';
import { type Page, pageOf } from './page-of.js';
import { PEOPLE, STRUCTURES } from './sources.js';
import { spellingsOf } from './spellings.js';
import { suggest } from './suggest.js';
import { COUNTED, type Tally, tally, termsHeld } from './tally.js';

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
  const found = await lookFor(ctx, question, asked.tab);
  const { tab, terms, totals, spellings } = found;
  const total = totals[tab];
  const respelt = await respeltOf(ctx, found);
  const beginnings = beginningsOf(question, spellings, respelt);
  const page =
    total > 0
      ? await pageOf(ctx, tab, asked, {
          ...{ query: found.query[tab], beginnings, many: total > COUNTED },
          facets: [...question.chosen, ...question.understood],
        })
      : EMPTY;
  return {
    ...nothing(question),
    ...page,
    tab,
    total: Math.min(total, COUNTED),
    totalIsMore: total > COUNTED,
    totals: { people: Math.min(totals.people, COUNTED), structures: Math.min(totals.structures, COUNTED) },
    facets: facetCounts(tab, terms, Math.min(total, COUNTED + 1)),
    respelt,
    unknown: total === 0 ? question.names.filter((word) => !spellings.has(word)) : [],
    suggestions: total === 0 ? await suggest(ctx, asked, question) : [],
  };
}

const EMPTY: Page = { people: [], structures: [] };

interface LookedFor {
  readonly query: Readonly<Record<Tab, string>>;
  /** The list to show, its terms counted, and how long each list is. */
  readonly tab: Tab;
  readonly terms: Tally['terms'];
  readonly totals: Readonly<Record<Tab, number>>;
  readonly spellings: Spellings;
}

/** Counts both lists as asked; when both are empty, once more with the names that were likely meant. */
async function lookFor(ctx: Ctx, question: Question, tab: Tab | undefined): Promise<LookedFor> {
  const exact = await lookOnce(ctx, question, tab, new Map());
  const words = [...question.names, ...question.understood.flatMap(townWords)];
  if (exact.totals.people + exact.totals.structures > 0 || words.length === 0) return exact;
  const spellings = await spellingsOf(ctx, words);
  return spellings.size === 0 ? exact : lookOnce(ctx, question, tab, spellings);
}

const townWords = ({ asName, words }: Question['understood'][number]): readonly string[] =>
  asName === undefined ? [] : words;

async function lookOnce(
  ctx: Ctx,
  question: Question,
  asked: Tab | undefined,
  spellings: Spellings,
): Promise<LookedFor> {
  const query = {
    people: peopleQuery(question, spellings),
    structures: structuresQuery(question, spellings),
  };
  const beginning = spellings.size === 0 ? question.names.join(' ') : '';
  const terms = [...spellings.values()].flat().map(nameTerm);
  const whole = (tab: Tab) => ({ source: SOURCES[tab], query: query[tab], beginning });
  const full = (tab: Tab) => tally(ctx, { ...whole(tab), prefixes: facetPrefixes(tab), terms });
  const first = asked ?? (speaksOfStructures(question) ? 'structures' : 'people');
  const second = first === 'people' ? 'structures' : 'people';
  const [shown, other] = await Promise.all([full(first), tally(ctx, whole(second))]);
  const totals = { [first]: shown.total, [second]: other.total } as Record<Tab, number>;
  if (asked || shown.total > 0 || other.total === 0)
    return { query, ...shown, tab: first, totals, spellings };
  return { query, ...(await full(second)), tab: second, totals, spellings };
}

const speaksOfStructures = ({ understood, chosen }: Question): boolean =>
  [...understood, ...chosen].some(({ kind }) => kind === 'category');

/** The names that were looked for instead of those typed, and that somebody bears. */
async function respeltOf(
  ctx: Ctx,
  { tab, terms, totals, spellings }: LookedFor,
): Promise<SearchResult['respelt']> {
  const likely = [...spellings.values()].flat().map(nameTerm);
  // Who bears a rare name may not be among those that were counted.
  const held =
    totals[tab] > COUNTED && likely.length > 0 ? await termsHeld(ctx, SOURCES[tab], likely) : terms;
  return [...spellings].flatMap(([word, names]) => {
    const instead = names.filter((name) => held.has(nameTerm(name)));
    return instead.length > 0 ? [{ word, instead }] : [];
  });
}

/** What the names that come first begin with: as typed; or, misspelt, one after the other the names that were likely meant. */
function beginningsOf({ names }: Question, spellings: Spellings, respelt: SearchResult['respelt']): string[] {
  const [only, ...others] = names;
  if (only === undefined) return [];
  const likely = spellings.get(only);
  if (others.length === 0 && likely) return [...likely];
  return [names.map((word) => respelt.find((one) => one.word === word)?.instead[0] ?? word).join(' ')];
}

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
