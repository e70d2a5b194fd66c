import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, MODIFIERS, PARAMETERS } from '../../src/modules/directory/fhir/parameters.js';
import { drawer } from './people.js';
import { type FhirWorld, matchesOf, openFhir } from './world.js';

const FUZZED = 10_000;

let world: FhirWorld;
beforeAll(async () => {
  world = await openFhir(60);
});
afterAll(() => world.close());

const ALL_MODIFIERS = [
  'exact',
  'contains',
  'not',
  'missing',
  'text',
  'in',
  'above',
  'below',
  'of-type',
  'not-in',
];

describe('what is refused', () => {
  it.each([
    ['/Practitioner?foo=1', 400, 'qualification-code'],
    ['/Practitioner?_lastUpdated=hier', 400, 'YYYY-MM-DD'],
    ['/Practitioner?_lastUpdated=ge2026-02-30', 400, 'YYYY-MM-DD'],
    ['/Practitioner?_lastUpdated=xx2026', 400, 'eq ne gt lt'],
    ['/Practitioner?_count=20000', 400, 'next'],
    ['/Practitioner?_count=-1', 400, '1000'],
    ['/Practitioner?_sort=birthdate', 400, 'family'],
    ['/Practitioner?_total=yes', 400, 'accurate'],
    ['/Practitioner?_summary=all', 400, 'count'],
    ['/Practitioner?_include=Practitioner:organization', 400, 'nothing'],
    ['/Practitioner?_revinclude=Device:organization', 400, 'PractitionerRole:practitioner'],
    ['/Practitioner?name=', 400, 'missing'],
    ['/Practitioner?active:missing=perhaps', 400, 'true or false'],
    ['/Practitioner?name.family=x', 400, 'not a reference'],
    ['/PractitionerRole?organization=Practitioner/1', 400, 'organization.identifier'],
    ['/PractitionerRole?practitioner:Organization.name=x', 400, 'refers to Practitioner'],
    ['/PractitionerRole?organization.foo=x', 400, 'address-city'],
    ['/PractitionerRole?organization.partof.partof.name=x', 400, 'at most 2'],
    ['/Practitioner?_has:Device:organization:type=1', 400, '_has:PractitionerRole:practitioner'],
    ['/Device?_has:PractitionerRole:practitioner:role=1', 400, 'cannot be used here'],
    ['/Practitioner?_elements=a b', 400, 'elements'],
    [`/Practitioner?name=${'x'.repeat(9000)}`, 400, 'several'],
    ['/_page?id=zzz', 400, 'first page'],
    ['/Practitioner/003-899700000013-0000000000', 404, 'Ids never change'],
    ['/Patient', 404, 'Practitioner'],
    ['/Practitioner/1/_history', 404, 'read'],
    ['/Practitioner?_format=xml', 406, 'JSON'],
  ])('%s is answered %i with what to do', async (path, expected, advice) => {
    const { status, outcome } = await world.refused(path);
    expect(status).toBe(expected);
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue[0]?.diagnostics).toContain(advice);
  });

  it('every modifier that a parameter does not take, of every resource', async () => {
    let refused = 0;
    for (const kind of KINDS)
      for (const { name, type } of PARAMETERS[kind].values())
        for (const modifier of ALL_MODIFIERS.filter((one) => !MODIFIERS[type].includes(one))) {
          const { status, outcome } = await world.refused(`/${kind}?${name}:${modifier}=x`);
          expect(status, `${kind}?${name}:${modifier}`).toBe(400);
          expect(outcome.issue[0]?.diagnostics).toContain(':missing');
          refused++;
        }
    expect(refused).toBeGreaterThan(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'POST'])('%s, since nothing is written here', async (method) => {
    const { status } = await world.refused('/Practitioner/003-1', { method });
    expect(status).toBe(405);
  });

  it('a request without a key or with an unknown one, but for the capability statement', async () => {
    for (const key of ['', 'other']) {
      const { status, outcome } = await world.refused('/Practitioner', {
        headers: { 'ESANTE-API-KEY': key },
      });
      expect(status).toBe(401);
      expect(outcome.issue[0]?.diagnostics).toContain('ESANTE-API-KEY');
    }
    expect((await world.ask('/metadata', { headers: { 'ESANTE-API-KEY': '' } })).status).toBe(200);
  });

  it('a form that is too large, or no form', async () => {
    const post = (body: string, type = 'application/x-www-form-urlencoded') =>
      world.refused('/Practitioner/_search', { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post(`name=${'x'.repeat(1_000_000)}`)).status).toBe(400);
    expect((await post('{"name":"x"}', 'application/json')).status).toBe(415);
  });
});

describe('any string', () => {
  it(`in any parameter is answered or refused, never failed on: ${FUZZED} of them`, async () => {
    const draw = drawer(42);
    const parts = [
      '\0',
      '\u0001',
      '\u202e',
      '’',
      "'",
      '"',
      '\\',
      '\\,',
      '|',
      '$',
      ':',
      '*',
      '&',
      '!',
      '(',
      '<->',
      '%',
      '_',
      ',',
      '.',
      '-',
      'é',
      'ﬁ',
      '𝔐',
      '\ud83d',
      'a',
      'Martin',
      '10',
      '2026',
      'ge',
      '001-01-F99',
      '003-8',
      'SELECT',
      '{}',
      ' ',
      '\n',
    ];
    const text = (most: number) =>
      Array.from({ length: 1 + draw(most) }, () => parts[draw(parts.length)]).join('');
    const paths = Array.from({ length: FUZZED }, () => {
      const kind = KINDS[draw(KINDS.length)] ?? 'Device';
      const names = [...PARAMETERS[kind].keys()];
      const name = names[draw(names.length)] ?? '';
      const key =
        [
          name,
          name,
          `${name}:${['exact', 'contains', 'not', 'missing'][draw(4)]}`,
          `${name}.${text(2)}`,
          text(3),
          `_has:${text(2)}`,
        ][draw(6)] ?? '';
      const query = new URLSearchParams([
        [key, text(6)],
        ['_count', '5'],
      ]);
      return draw(20) === 0 ? `/${kind}/${encodeURIComponent(text(4).toWellFormed())}` : `/${kind}?${query}`;
    });
    const statuses = new Map<number, number>();
    // Some at once: what one of them asks must not become the answer, or the failure, of another.
    for (let n = 0; n < FUZZED; n += 20)
      await Promise.all(
        paths.slice(n, n + 20).map(async (path) => {
          const response = await world.ask(path);
          await response.arrayBuffer();
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        }),
      );
    expect([...statuses.keys()].toSorted()).toEqual([200, 400, 404]);
    expect(statuses.get(200)).toBeGreaterThan(FUZZED / 10);
  });

  it('of one megabyte is refused in time', async () => {
    const { status, outcome } = await world.refused(`/Practitioner?name=${'é'.repeat(250_000)}`);
    expect(status).toBe(400);
    expect((outcome as OperationOutcome).issue[0]?.code).toBe('too-long');
  });

  it('that means something elsewhere means nothing here', async () => {
    for (const value of ["' or true --", '%', '_', "n_x' | 'n_y", ':*'])
      expect(matchesOf(await world.bundle(`/Practitioner?family=${encodeURIComponent(value)}`))).toEqual([]);
  });
});
