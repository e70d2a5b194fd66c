import type { CountedKind, FacetCount } from '../search-result.js';
import { wordsOf } from './lexicon.js';

const MOST = 8;

const PEOPLE_KINDS: readonly (readonly [string, CountedKind])[] = [
  ['p_', 'profession'],
  ['k_', 'skill'],
  ['r_', 'role'],
  ['d_', 'departement'],
  ['m_', 'mode'],
];
const STRUCTURE_KINDS: readonly (readonly [string, CountedKind])[] = [
  ['k_', 'category'],
  ['d_', 'departement'],
];
const KINDS = { people: PEOPLE_KINDS, structures: STRUCTURE_KINDS } as const;

/** How the terms begin that make facets of people, or of structures. */
export const facetPrefixes = (tab: keyof typeof KINDS): string[] => KINDS[tab].map(([prefix]) => prefix);

/**
 * The facets of a list from the count of its terms, most frequent first, eight a kind. One that would not narrow the
 * list (every line has it) is left out, and so is a code that no list knows.
 */
export function facetCounts(
  tab: keyof typeof KINDS,
  terms: ReadonlyMap<string, number>,
  total: number,
): Partial<Record<CountedKind, FacetCount[]>> {
  const kinds = KINDS[tab].map(([prefix, kind]) => {
    const counted = [...terms]
      .filter(([term, n]) => term.startsWith(prefix) && n < total)
      .flatMap(([term, count]) => {
        const value = term.slice(prefix.length).toUpperCase();
        const label = wordsOf(kind, value);
        return label === undefined ? [] : [{ value, label, count }];
      })
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
    return [kind, counted.slice(0, MOST)] as const;
  });
  return Object.fromEntries(kinds.filter(([, counted]) => counted.length > 0));
}
