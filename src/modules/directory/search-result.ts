import type { PublicPerson } from './public-person.js';
import type { PublicStructure } from './public-structure.js';
import type { Facet, FacetKind } from './rules/lexicon.js';
import type { Asked, Understood, Why } from './rules/search-question.js';

export type Tab = 'people' | 'structures';

export interface SearchQuery extends Asked {
  /** Which of the two lists; that of people when left out, unless only structures are found. */
  readonly tab?: Tab | undefined;
  readonly order?: 'name' | 'name-desc' | undefined;
  readonly cursor?: string | undefined;
  /** Lines a page, 20 when left out, 100 at most. */
  readonly limit?: number | undefined;
}

/** Something to narrow the list by, and how many lines it would leave, among those that were counted. */
export interface FacetCount {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

export type CountedKind = Exclude<FacetKind, 'place'>;

/** Something else to ask: it would find `count` lines, or an unknown number. */
export interface Suggestion {
  readonly label: string;
  readonly asked: Asked;
  readonly count?: number;
}

export interface SearchResult {
  readonly tab: Tab;
  readonly people: readonly PublicPerson[];
  readonly structures: readonly PublicStructure[];
  /** How many lines the shown list has, counted up to `COUNTED`. */
  readonly total: number;
  readonly totalIsMore: boolean;
  /** The same for each list. */
  readonly totals: Readonly<Record<Tab, number>>;
  readonly next?: string;
  readonly previous?: string;
  readonly facets: Partial<Record<CountedKind, readonly FacetCount[]>>;
  /** What was understood in the text, and what was chosen beside it. */
  readonly understood: readonly Understood[];
  readonly chosen: readonly Facet[];
  /** Words looked for in names. */
  readonly names: readonly string[];
  /** Words that no name has, and the names that were looked for instead. */
  readonly respelt: readonly { readonly word: string; readonly instead: readonly string[] }[];
  /** Words that mean nothing here. */
  readonly unknown: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** The place as it was understood. */
  readonly place?: string;
  /** Why nothing was looked for. */
  readonly why?: Why;
}
