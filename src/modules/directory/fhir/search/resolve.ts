import type { Kind, Link } from '../parameters.js';
import type { Criterion } from './criterion.js';
import { BY_ID, type Candidate, type Run } from './run.js';

/** Beyond this many, the other side of a reference is not named one by one. */
const MOST = 400;

/** Some resources of the other side are tried first: a chain that few meet is then a search for these few. */
async function few(run: Run, kind: Kind, criterion: Criterion): Promise<Candidate[] | undefined> {
  const found: Candidate[] = [];
  for await (const some of run.walk(run, kind, [criterion], { sort: BY_ID })) {
    found.push(...some);
    if (found.length > MOST) return undefined;
  }
  return found;
}

/** Ids of the resources that meet a criterion; undefined when they are many. */
export async function idsMeeting(run: Run, kind: Kind, criterion: Criterion): Promise<string[] | undefined> {
  return (await few(run, kind, criterion))?.map(({ resource }) => resource.id ?? '');
}

/** Ids that the resources which meet a criterion refer to; undefined when these are many. */
export async function idsReferredTo(
  run: Run,
  link: Link,
  criterion: Criterion,
): Promise<string[] | undefined> {
  const found = await few(run, link.source, criterion);
  return found && [...new Set(found.flatMap(({ resource }) => referred(link, resource) ?? []))];
}

/** Id of the resource that another refers to by a link. */
export const referred = (link: Link, resource: Candidate['resource']): string | undefined =>
  link.parameter.reference?.(resource)?.split('/')[1];
