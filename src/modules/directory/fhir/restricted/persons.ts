import { randomUUID } from 'node:crypto';
import type { Bundle, Person } from 'fhir/r4.js';
import { sql } from 'kysely';
import type { Resource } from '../parameters.js';
import { badSearch, FhirRefusal, quoted } from '../refusal.js';
import { people, peopleAs } from '../search/people.js';
import { personNeed, personsNumbered } from '../search/people-needs.js';
import { type Need, planOf } from '../search/plan.js';
import { presentNumbers } from '../search/present-numbers.js';
import { BY_ID, type Run } from '../search/run.js';
import { readLines, type Source } from '../search/source.js';
import { personResource } from './person.js';

type Row<S> = S extends Source<infer R> ? R : never;

/** Everybody of the directory as Person. */
const persons: Source<Row<typeof people>> = {
  ...people,
  name: 'restricted_persons',
  state: undefined,
  shown: sql`true`,
  candidates: peopleAs((record, _kind, on) => [personResource(record, on) as unknown as Resource]),
};

/** How a Person is asked for; nobody is looked for by his birth or his name of birth. */
const PARAMETERS: Readonly<Record<string, (run: Run, value: string) => Promise<Need>>> = {
  _id: (run, value) => personNeed(run, idOfPractitioner(value)),
  identifier: async (_run, value) => ({ keys: personsNumbered(codeOf(value)) }),
  link: (run, value) => personNeed(run, value.replace(/^Practitioner\//, '')),
};
const OF_THE_DOOR = new Set(['_format', '_pretty']);

const codeOf = (value: string): string => value.slice(value.indexOf('|') + 1);

/** The part that names a person is written in ids of Person as it is in those of Practitioner. */
const idOfPractitioner = (id: string): string => id.replace(/^006-(.*)$/, '003-$1-0000000000');

/** One Person by its id. @throws FhirRefusal 404 */
export async function readPersonResource(run: Run, id: string): Promise<Person> {
  const [found] = await read(run, [await personNeed(run, idOfPractitioner(id))]);
  if (found) return found;
  throw new FhirRefusal(404, 'not-found', `There is no Person ${quoted(id)}.`);
}

/**
 * The Persons of a number (also a former one), an id or a Practitioner. Out: a searchset, of one page.
 * @throws FhirRefusal 400 for any other parameter
 */
export async function searchPersons(
  run: Run,
  asked: readonly (readonly [string, string])[],
  base: string,
): Promise<Bundle> {
  const criteria = asked.filter(([name]) => !OF_THE_DOOR.has(name));
  const unknown = criteria.find(([name]) => !Object.hasOwn(PARAMETERS, name));
  if (criteria.length === 0 || unknown)
    throw badSearch(
      `Person is asked for by ${Object.keys(PARAMETERS).join(', ')}${unknown ? `, not by ${quoted(unknown[0])}` : ''}.`,
      'not-supported',
    );
  const needs = await Promise.all(criteria.map(([name, value]) => PARAMETERS[name]?.(run, value) ?? 'none'));
  let found = await read(run, needs);
  if (!found.some(({ active }) => active)) found = [...found, ...(await underFormerNumber(run, criteria))];
  const query = new URLSearchParams(criteria as [string, string][]).toString();
  return {
    resourceType: 'Bundle',
    id: randomUUID(),
    type: 'searchset',
    total: found.length,
    link: [{ relation: 'self', url: `${base}/Person?${query}` }],
    ...(found.length > 0 && {
      entry: found.map((resource) => ({
        fullUrl: `${base}/Person/${resource.id}`,
        resource,
        search: { mode: 'match' as const },
      })),
    }),
  };
}

async function underFormerNumber(
  run: Run,
  criteria: readonly (readonly [string, string])[],
): Promise<Person[]> {
  const [only, ...others] = criteria;
  if (only?.[0] !== 'identifier' || others.length > 0) return [];
  const present = await presentNumbers(run, [codeOf(only[1])]);
  const keys = [...present.values()].flat();
  return keys.length === 0 ? [] : read(run, [{ keys }]);
}

async function read(run: Run, needs: readonly Need[]): Promise<Person[]> {
  const plan = planOf(needs);
  if (plan.none) return [];
  const { lines } = await readLines(run, persons, plan, { sort: BY_ID, size: MOST, dense: false });
  return lines.flatMap((line) =>
    persons.candidates(run, 'Practitioner', line).map(({ resource }) => resource as unknown as Person),
  );
}

const MOST = 100;
