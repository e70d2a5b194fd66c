import type { Kind } from '../parameters.js';
import { restrictedPeople, restrictedStructures } from '../restricted/sources.js';
import { authorisations } from './authorisations.js';
import type { Criterion } from './criterion.js';
import { filtered } from './filter.js';
import { people } from './people.js';
import { planOf } from './plan.js';
import { type Candidate, type Place, type Run, stillTime, type Walk, type WalkFrom } from './run.js';
import { readLines, type Source } from './source.js';
import { structures } from './structures.js';

const SOURCES: Readonly<Record<Kind, Source<never>>> = {
  Practitioner: people as Source<never>,
  PractitionerRole: people as Source<never>,
  Organization: structures as Source<never>,
  HealthcareService: authorisations as Source<never>,
  Device: authorisations as Source<never>,
};

const RESTRICTED: typeof SOURCES = {
  ...SOURCES,
  Practitioner: restrictedPeople as Source<never>,
  PractitionerRole: restrictedPeople as Source<never>,
  Organization: restrictedStructures as Source<never>,
};

const FIRST = 60;
const MOST_LINES = 1000;

/** See `Walk`: lines that may do are read by an index, their resources are built, then compared one by one. */
export const walk: Walk = async function* (run, kind, criteria, from) {
  const source = (run.restricted ? RESTRICTED : SOURCES)[kind];
  const plan = planOf(await Promise.all(criteria.map((one) => source.needs(run, kind, one))));
  if (plan.none) return;
  let after = from.after;
  let size = from.size ?? FIRST;
  let dense = false;
  for (;;) {
    stillTime(run);
    const read = await readLines(run, source, plan, { ...from, after, size, dense });
    if (read.tooMany) {
      dense = true;
      continue;
    }
    const candidates = read.lines
      .flatMap((line) => inOrder(source.candidates(run, kind, line), from))
      .filter(({ place }) => isBeyond(place, after, from));
    yield await filtered(run, candidates, criteria);
    const last = read.lines.at(-1);
    if (!last || read.lines.length < size) return;
    after = { value: last.value, line: last.key };
    size = Math.min(size * 2, MOST_LINES);
  }
};

const turned = ({ sort, back = false }: WalkFrom): boolean => sort.descending !== back;

const inOrder = (candidates: Candidate[], from: WalkFrom): readonly Candidate[] =>
  turned(from) ? candidates.toReversed() : candidates;

function isBeyond(place: Candidate['place'], after: Place | undefined, from: WalkFrom): boolean {
  if (after?.id === undefined || place.line !== after.line) return true;
  return turned(from) ? place.id < after.id : place.id > after.id;
}

/** Everything that meets criteria, at most `most`: for short lists. */
export async function all(
  run: Run,
  kind: Kind,
  criteria: readonly Criterion[],
  most: number,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for await (const some of run.walk(run, kind, criteria, { sort: { key: '_id', descending: false } })) {
    found.push(...some);
    if (found.length > most) break;
  }
  return found;
}
