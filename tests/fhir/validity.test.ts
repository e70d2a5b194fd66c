import { Fhir } from 'fhir';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, type Resource } from '../../src/modules/directory/fhir/parameters.js';
import { FORBIDDEN_EXTENSIONS, FORBIDDEN_FIELDS, PROFILES } from './profiles.js';
import { type FhirWorld, openFhir } from './world.js';

let world: FhirWorld;
let resources: Resource[];
const r4 = new Fhir();

beforeAll(async () => {
  world = await openFhir(400);
  const card = { number: '9970000001', type: 'CPS', issuedOn: '2025-01-01', expiresOn: '2028-01-01' };
  await sql`update directory.entries set cards = ${JSON.stringify([card])}::jsonb
    where id_nat in (select id_nat from directory.entries order by id_nat limit 20)`.execute(world.ctx.db);
  resources = (await Promise.all(KINDS.map((kind) => world.everything(`/${kind}?_count=1000`)))).flat();
});
afterAll(() => world.close());

/** What R4 says against an answer. */
const faults = (answer: object): string[] =>
  r4
    .validate(answer, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => `${location}: ${message}`);

describe('R4', () => {
  it('accepts every resource of every kind', () => {
    expect(new Set(resources.map(({ resourceType }) => resourceType))).toEqual(new Set(KINDS));
    expect([...new Set(resources.flatMap(faults))]).toEqual([]);
  });

  it.each([
    '/PractitionerRole?_count=30&_include=*',
    '/Organization?_count=10&_revinclude=*&_total=accurate',
    '/Practitioner?_count=10&_elements=name&_revinclude=PractitionerRole:practitioner',
    '/Organization?_summary=true&_count=30',
    '/Organization?_summary=count',
    '/Device?name=x',
    '/Practitioner/003-nobody',
    '/metadata',
    '/Nothing',
  ])('accepts the answer to %s', async (path) => {
    const response = await world.ask(path);
    expect(response.headers.get('content-type')).toContain('application/fhir+json');
    expect(faults((await response.json()) as object)).toEqual([]);
  });
});

function* within(value: unknown, path: readonly string[]): Generator<unknown> {
  const [name, ...rest] = path;
  if (name === undefined) yield value;
  else if (name === '*' && Array.isArray(value)) for (const one of value) yield* within(one, rest);
  else if (typeof value === 'object' && value !== null && name in value)
    yield* within((value as Record<string, unknown>)[name], rest);
}

/** Everything in an answer that is an object, however deep. */
function* objects(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const one of Object.values(value)) yield* objects(one);
}

describe.each(Object.entries(PROFILES))('profile %s', (name, { required, allowed, forbidden }) => {
  const own = () => resources.filter(({ meta }) => meta?.profile?.some((one) => one.endsWith(`/${name}`)));
  const live = () =>
    own().filter((one) => ('active' in one ? one.active : 'status' in one && one.status === 'active'));

  it('has what it requires, and its fixed values', () => {
    expect(live().length).toBeGreaterThan(0);
    for (const one of live()) {
      for (const element of required) expect(one, element).toHaveProperty(element);
      expect(one.language).toBe('fr');
      expect(one.meta?.source).toBe('https://annuaire.sante.fr');
    }
  });

  it('has nothing else than it allows', () => {
    for (const one of own()) expect(allowed).toEqual(expect.arrayContaining(Object.keys(one)));
  });

  it.each(forbidden)('never has %s', (element) => {
    for (const one of own()) expect([...within(one, element.split('.'))]).toEqual([]);
  });
});

describe('the extensions', () => {
  it.each(FORBIDDEN_EXTENSIONS)('never hold %s', (name) => {
    expect(JSON.stringify(resources)).not.toContain(name);
  });

  it.each(
    Object.entries(FORBIDDEN_FIELDS).flatMap(([name, fields]) => fields.map((field) => ({ name, field }))),
  )('never hold $field in $name', ({ name, field }) => {
    const found = [...objects(resources)].filter(({ url }) => String(url).endsWith(`/${name}`));
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect([...objects(one)].map(({ url }) => url)).not.toContain(field);
  });
});

it('says each code with its words', () => {
  const codings = [...objects(resources)].filter(
    ({ system, code }) => system !== undefined && code !== undefined,
  );
  expect(codings.length).toBeGreaterThan(1000);
  expect([
    ...new Set(codings.filter(({ display }) => !display).map(({ system, code }) => `${system}|${code}`)),
  ]).toEqual([]);
});

it('refers to nothing that cannot be read, and to the place by the same id whoever tells it', () => {
  const told = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const references = [...objects(resources)].flatMap(({ reference }) =>
    typeof reference === 'string' ? [reference] : [],
  );
  expect(references.length).toBeGreaterThan(100);
  expect(references.filter((one) => !told.has(one))).toEqual([]);
});
