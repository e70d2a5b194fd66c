import { randomUUID } from 'node:crypto';
import type { Bundle, BundleEntry, BundleLink } from 'fhir/r4.js';
import type { Resource } from '../parameters.js';
import { outcome } from '../refusal.js';
import type { Search } from './criterion.js';
import { type From, find } from './find.js';
import { included, MOST_INCLUDED } from './includes.js';
import { type PageState, writePage } from './page-link.js';
import { shaped } from './result.js';
import type { Candidate, Run } from './run.js';

/** What the door gives: where the API is, and the key of the page links. */
export interface Place {
  readonly base: string;
  readonly secret: string;
}

/** The answer to a search, or one of its pages: matches, what was included with them, the ways on. */
export async function searchset(run: Run, search: Search, place: Place, from: From = {}): Promise<Bundle> {
  const found = await find(run, search, from);
  const more = await included(run, search, found.matches);
  const entries = [
    ...found.matches.map(({ resource }) => entry(place, shaped(resource, search), 'match')),
    ...more.resources.map((resource) => entry(place, shaped(resource, search), 'include')),
  ];
  if (more.cut) entries.push(cutWarning());
  return {
    resourceType: 'Bundle',
    id: randomUUID(),
    type: 'searchset',
    ...(found.total !== undefined && { total: found.total }),
    link: links(search, place, from, found),
    ...(entries.length > 0 && { entry: entries }),
  };
}

const entry = ({ base }: Place, resource: Resource, mode: 'match' | 'include'): BundleEntry => ({
  fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
  resource,
  search: { mode },
});

const cutWarning = (): BundleEntry => ({
  resource: outcome(
    'incomplete',
    `Only the first ${MOST_INCLUDED} included resources are given: ask for a smaller page with _count, or search them by themselves.`,
    'warning',
  ),
  search: { mode: 'outcome' },
});

/** `self` says the search as it was understood; the address of a page tells nothing of the people in it. */
function links(
  search: Search,
  place: Place,
  from: From,
  found: { matches: readonly Candidate[]; more: boolean; total?: number },
): BundleLink[] {
  const query = new URLSearchParams(search.asked as [string, string][]).toString();
  const address = `${place.base}/${search.kind}`;
  const to = (candidate: Candidate | undefined, back: boolean, relation: string): BundleLink[] => {
    if (!candidate) return [];
    const state: PageState = {
      kind: search.kind,
      asked: search.asked,
      after: candidate.place,
      back,
      ...(found.total !== undefined && { total: found.total }),
    };
    return [{ relation, url: `${place.base}/_page?id=${writePage(place.secret, state)}` }];
  };
  const { matches, more } = found;
  const before = from.back ? more : from.after !== undefined;
  const after = from.back ? true : more;
  return [
    { relation: 'self', url: query === '' ? address : `${address}?${query}` },
    ...(before ? to(matches[0], true, 'previous') : []),
    ...(after && search.summary !== 'count' ? to(matches.at(-1), false, 'next') : []),
  ];
}
