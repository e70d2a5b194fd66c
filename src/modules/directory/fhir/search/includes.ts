import { PARAMETERS, type Parameter } from '../parameters.js';
import type { Criterion, Include, Search } from './criterion.js';
import { referred } from './resolve.js';
import type { Candidate, Run } from './run.js';
import { all } from './walk.js';

/** An answer holds at most so many resources besides those that were searched. */
export const MOST_INCLUDED = 1000;
const ROUNDS = 3;
const AT_ONCE = 200;

export interface Included {
  readonly resources: readonly Candidate['resource'][];
  /** Some were left out: they are too many. */
  readonly cut: boolean;
}

const nameOf = ({ resourceType, id }: Candidate['resource']): string => `${resourceType}/${id}`;
const ID = PARAMETERS.Practitioner.get('_id') as Parameter;

/** What refers to the matches and what they refer to, as asked; with `iterate`, from what was found as well. */
export async function included(run: Run, search: Search, matches: readonly Candidate[]): Promise<Included> {
  const known = new Set(matches.map(({ resource }) => nameOf(resource)));
  const resources: Candidate['resource'][] = [];
  let from: readonly Candidate[] = matches;
  for (let round = 0; round < ROUNDS && from.length > 0; round++) {
    const asked = (one: Include): boolean => round === 0 || one.iterate;
    const found: Candidate[] = [];
    for (const { link } of search.includes.filter(asked)) {
      const ids = from
        .filter(({ resource }) => resource.resourceType === link.source)
        .flatMap(({ resource }) => referred(link, resource) ?? []);
      found.push(...(await each(ids, (some) => all(run, link.target, [byId(some)], MOST_INCLUDED))));
    }
    for (const { link } of search.reverseIncludes.filter(asked)) {
      const ids = from
        .filter(({ resource }) => resource.resourceType === link.target)
        .map(({ place }) => place.id);
      const toThem = (some: string[]): Criterion[] => [
        { kind: 'reference', parameter: link.parameter, ids: some },
      ];
      found.push(...(await each(ids, (some) => all(run, link.source, toThem(some), MOST_INCLUDED))));
    }
    const fresh = found.filter(({ resource }) => !known.has(nameOf(resource)) && known.add(nameOf(resource)));
    resources.push(...fresh.map(({ resource }) => resource));
    if (resources.length > MOST_INCLUDED) return { resources: resources.slice(0, MOST_INCLUDED), cut: true };
    from = fresh;
  }
  return { resources, cut: false };
}

const byId = (ids: readonly string[]): Criterion => ({
  kind: 'token',
  parameter: ID,
  not: false,
  values: ids.map((code) => ({ code })),
});

async function each(
  ids: readonly string[],
  read: (some: string[]) => Promise<Candidate[]>,
): Promise<Candidate[]> {
  const once = [...new Set(ids)];
  const found: Candidate[] = [];
  for (let i = 0; i < once.length && found.length <= MOST_INCLUDED; i += AT_ONCE)
    found.push(...(await read(once.slice(i, i + AT_ONCE))));
  return found;
}
