import type { Asked, SearchQuery } from '../../modules/directory/index.js';

/** What was asked, as the page reads it from its address. */
export type PageQuery = SearchQuery;

type Name = keyof Asked;

// The words of the address are French, as people read them.
const NAMES: readonly (readonly [Name, string])[] = [
  ['q', 'q'],
  ['profession', 'profession'],
  ['skill', 'savoir-faire'],
  ['role', 'role'],
  ['mode', 'mode'],
  ['category', 'categorie'],
  ['departement', 'departement'],
  ['place', 'lieu'],
  ['structure', 'structure'],
];

/** Reads the query of an address. A sign that no text has (NUL) is left out: no database takes it. */
export function readQuery(query: Readonly<Record<string, string>>): PageQuery {
  const asked: Record<string, string> = {};
  for (const [name, word] of NAMES) {
    const value = query[word]?.replaceAll('\0', '').trim();
    if (value) asked[name] = value;
  }
  const { page, limit, onglet, tri } = query;
  return {
    ...asked,
    ...(page && { cursor: page }),
    ...(limit && { limit: Number(limit) }),
    ...(onglet === 'structures' && { tab: 'structures' as const }),
    ...(onglet === 'professionnels' && { tab: 'people' as const }),
    ...(tri === 'nom-inverse' && { order: 'name-desc' as const }),
  };
}

/** The address of the search page for a query; what is not said is left out. */
export function searchHref({ cursor, tab, order, ...asked }: PageQuery): string {
  const values = new URLSearchParams();
  for (const [name, word] of NAMES) if (asked[name]) values.set(word, asked[name]);
  if (tab) values.set('onglet', tab === 'structures' ? 'structures' : 'professionnels');
  if (order === 'name-desc') values.set('tri', 'nom-inverse');
  if (cursor) values.set('page', cursor);
  const query = values.toString();
  return query === '' ? '/annuaire' : `/annuaire?${query}`;
}

/** Address of the public page of a structure. */
export const structureHref = (id: string): string => `/annuaire/structures/${encodeURIComponent(id)}`;
