import { type Kind, LINKS, type Link } from '../parameters.js';
import { badSearch, quoted } from '../refusal.js';
import type { Criterion, Include, Search, Sort, SortKey, Summary } from './criterion.js';
import { readCriterion } from './read-criterion.js';

export const USUAL_COUNT = 50;
export const LARGEST_COUNT = 1000;
const MOST_PARAMETERS = 60;
const LONGEST_SEARCH = 8000;

const SUMMARIES: readonly string[] = ['true', 'text', 'data', 'count', 'false'];
const TOTALS: readonly string[] = ['none', 'estimate', 'accurate'];

/** What a list may be sorted by, for each resource. */
export const SORTS: Readonly<Record<Kind, Readonly<Record<string, SortKey>>>> = {
  Practitioner: { _id: '_id', _lastUpdated: '_lastUpdated', name: 'name', family: 'name' },
  PractitionerRole: { _id: '_id', _lastUpdated: '_lastUpdated' },
  Organization: { _id: '_id', name: 'name' },
  HealthcareService: { _id: '_id', _lastUpdated: '_lastUpdated' },
  Device: { _id: '_id', _lastUpdated: '_lastUpdated' },
};

/** Read by the door, not by the search. */
const OF_THE_DOOR = new Set(['_format', '_pretty']);

interface Draft {
  criteria: Criterion[];
  count: number;
  total: Search['total'];
  sort: Sort;
  elements: string[] | undefined;
  summary: Summary;
  includes: Include[];
  reverseIncludes: Include[];
}

/**
 * Reads a search. In: the resource, the parameters in their order (query, then form), the present in milliseconds.
 * @throws FhirRefusal 400 for anything unknown: nothing is left out in silence.
 */
export function readSearch(kind: Kind, asked: readonly (readonly [string, string])[], now: number): Search {
  const length = asked.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (asked.length > MOST_PARAMETERS || length > LONGEST_SEARCH)
    throw badSearch(
      `A search has at most ${MOST_PARAMETERS} parameters and ${LONGEST_SEARCH} characters: cut it into several.`,
      'too-long',
    );
  const draft: Draft = {
    criteria: [],
    count: USUAL_COUNT,
    total: undefined,
    sort: { key: '_id', descending: false },
    elements: undefined,
    summary: 'false',
    includes: [],
    reverseIncludes: [],
  };
  const kept = asked.filter(([key]) => !OF_THE_DOOR.has(key));
  for (const [key, value] of kept) {
    const take = SHAPERS[key];
    if (take) take(draft, value, kind);
    else if (/^_(rev)?include(:|$)/.test(key)) takeInclude(draft, key, value, kind);
    else draft.criteria.push(readCriterion(kind, key, value, now));
  }
  if (draft.count === 0) draft.summary = 'count';
  return { kind, ...draft, asked: kept };
}

const SHAPERS: Readonly<Record<string, (draft: Draft, value: string, kind: Kind) => void>> = {
  _count(draft, value) {
    const count = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
    if (count === undefined || count > LARGEST_COUNT)
      throw badSearch(
        `_count is a number from 0 to ${LARGEST_COUNT}, not ${quoted(value)}: ask for pages and follow the link "next".`,
      );
    draft.count = count;
  },
  _total(draft, value) {
    if (!TOTALS.includes(value))
      throw badSearch(`_total is one of ${TOTALS.join(', ')}, not ${quoted(value)}.`);
    draft.total = value as Draft['total'];
  },
  _summary(draft, value) {
    if (!SUMMARIES.includes(value))
      throw badSearch(`_summary is one of ${SUMMARIES.join(', ')}, not ${quoted(value)}.`);
    draft.summary = value as Summary;
  },
  _elements(draft, value) {
    const names = value.split(',').map((one) => one.trim());
    const wrong = names.find((one) => !/^[A-Za-z]{1,40}$/.test(one));
    if (wrong !== undefined)
      throw badSearch(
        `_elements lists names of elements of the resource between commas; ${quoted(wrong)} is none.`,
      );
    draft.elements = [...(draft.elements ?? []), ...names];
  },
  _sort(draft, value, kind) {
    const [, minus, name = ''] = /^(-?)(.*)$/s.exec(value) ?? [];
    const key = Object.hasOwn(SORTS[kind], name) ? SORTS[kind][name] : undefined;
    if (!key)
      throw badSearch(
        `${kind} can be sorted by one of ${Object.keys(SORTS[kind]).join(', ')}, with - before it to turn the order; not by ${quoted(value)}.`,
        'not-supported',
      );
    draft.sort = { key, descending: minus === '-' };
  },
};

function takeInclude(draft: Draft, key: string, value: string, kind: Kind): void {
  const [, reverse, modifier] = /^_(rev)?include(?::(.*))?$/s.exec(key) ?? [];
  if (modifier !== undefined && modifier !== 'iterate')
    throw badSearch(`${quoted(key)}: only :iterate may follow.`, 'not-supported');
  const iterate = modifier === 'iterate';
  const links = includedLinks(value, reverse !== undefined, kind, iterate);
  const list = reverse === undefined ? draft.includes : draft.reverseIncludes;
  list.push(...links.map((link) => ({ link, iterate })));
}

function includedLinks(value: string, reverse: boolean, kind: Kind, iterate: boolean): Link[] {
  const from = (link: Link): Kind => (reverse ? link.target : link.source);
  const possible = LINKS.filter((link) => iterate || from(link) === kind);
  if (value === '*') return possible;
  const [source, name, target] = value.split(':');
  const link = possible.find(
    (one) =>
      one.source === source && one.parameter.name === name && (target === undefined || target === one.target),
  );
  if (!link)
    throw badSearch(
      `${quoted(value)} cannot be included with ${kind}; possible: ${possible.map((one) => `${one.source}:${one.parameter.name}`).join(', ') || 'nothing'}.`,
      'not-supported',
    );
  return [link];
}
