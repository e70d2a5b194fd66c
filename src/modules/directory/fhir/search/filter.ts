import { type Kind, PARAMETERS, type Parameter } from '../parameters.js';
import type { Criterion } from './criterion.js';
import { meets } from './meets.js';
import { referred } from './resolve.js';
import { BY_ID, type Candidate, type Run } from './run.js';

type Linked = Extract<Criterion, { kind: 'chain' | 'has' }>;

/** The candidates that meet all criteria. What follows a reference is asked for many candidates at once. */
export async function filtered(
  run: Run,
  candidates: readonly Candidate[],
  criteria: readonly Criterion[],
): Promise<Candidate[]> {
  let left = [...candidates];
  const own = criteria.filter((one) => one.kind !== 'chain' && one.kind !== 'has');
  left = left.filter(({ resource }) => own.every((one) => meets(resource, one)));
  for (const criterion of criteria) {
    if (left.length === 0) break;
    if (criterion.kind === 'chain') left = await chained(run, left, criterion);
    if (criterion.kind === 'has') left = await reverseChained(run, left, criterion);
  }
  return left;
}

async function chained(run: Run, candidates: Candidate[], { link, inner }: Linked): Promise<Candidate[]> {
  const targetOf = ({ resource }: Candidate) => referred(link, resource);
  const near = besides(candidates, link.target, inner);
  const met = new Set<string>();
  if (near) {
    for (const one of await filtered(run, near, [inner])) met.add(one.place.id);
  } else {
    const ids = [...new Set(candidates.flatMap((one) => targetOf(one) ?? []))];
    for (const some of chunks(ids)) {
      const byId: Criterion = {
        kind: 'token',
        parameter: ID,
        not: false,
        values: some.map((code) => ({ code })),
      };
      for await (const found of run.walk(run, link.target, [inner, byId], { sort: BY_ID }))
        for (const one of found) met.add(one.place.id);
    }
  }
  return candidates.filter((one) => met.has(targetOf(one) ?? ''));
}

async function reverseChained(
  run: Run,
  candidates: Candidate[],
  { link, inner }: Linked,
): Promise<Candidate[]> {
  const near = besides(candidates, link.source, inner);
  const met = new Set<string>();
  if (near) {
    for (const one of await filtered(run, near, [inner])) met.add(referred(link, one.resource) ?? '');
  } else {
    for (const ids of chunks(candidates.map(({ place }) => place.id))) {
      const wanted = new Set(ids);
      const toThem: Criterion = { kind: 'reference', parameter: link.parameter, ids };
      for await (const found of run.walk(run, link.source, [inner, toThem], { sort: BY_ID })) {
        for (const one of found) {
          const id = referred(link, one.resource) ?? '';
          met.add(id);
          wanted.delete(id);
        }
        if (wanted.size === 0) break;
      }
    }
  }
  return candidates.filter(({ place }) => met.has(place.id));
}

/** The resources of another kind in the same lines, where the line holds all that the criterion compares. */
function besides(candidates: readonly Candidate[], kind: Kind, inner: Criterion): Candidate[] | undefined {
  const parameter = 'parameter' in inner ? inner.parameter.name : inner.link.parameter.name;
  const all = new Map<string, Candidate>();
  for (const { siblings } of candidates) {
    const found = siblings(kind, parameter);
    if (!found) return undefined;
    for (const one of found) all.set(one.place.id, one);
  }
  return [...all.values()];
}

const AT_ONCE = 200;

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += AT_ONCE) yield all.slice(i, i + AT_ONCE);
}

const ID = PARAMETERS.Practitioner.get('_id') as Parameter;
