import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { putCrowd } from '../directory/crowd.js';
import { type TestContext, testContext } from '../support/context.js';
import { doorOf } from '../support/door.js';
import { type Asking, asking, linkOf, matchesOf } from './world.js';

const PEOPLE = 100_000;
/** A table of fewer rows than this may be read from end to end. */
const SMALL = 5_000;

let world: TestContext & Asking;
beforeAll(async () => {
  const context = await testContext({ connections: 4 });
  world = { ...context, ...(await asking(context)) };
  await putCrowd(world.ctx, PEOPLE);
});
afterAll(() => world.close());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}
/** All steps of a plan. A walk that stops after some thousands of frequent lines is not one over a whole table. */
const nodes = (plan: Plan, parent?: Plan): Plan[] => [
  ...(parent?.['Node Type'] === 'Limit' && parent['Plan Rows'] <= 5001 ? [] : [plan]),
  ...(plan.Plans ?? []).flatMap((one) => nodes(one, plan)),
];

/** The searches that programs make, on a whole nation. */
const ASKED = [
  'Practitioner',
  'Practitioner?active=true&_sort=family',
  'Practitioner?active=false',
  'Practitioner?identifier=899700000013',
  'Practitioner?family=dupont',
  'Practitioner?name:contains=upon',
  'Practitioner?qualification-code=SM04&active=true',
  'Practitioner?_has:PractitionerRole:practitioner:organization.address-city=rouen',
  'Practitioner?mailbox-mss:contains=8997.1@',
  'Practitioner?_lastUpdated=ge2026-01-01&_count=200',
  'Practitioner?_sort=-_lastUpdated',
  'PractitionerRole?practitioner.family=martin&organization.address-city=rouen',
  'PractitionerRole?role=FON-01',
  'PractitionerRole?organization.identifier=990000028',
  'PractitionerRole?data-registration-authority=CNOM&organization.address-postalcode=76',
  'Organization',
  'Organization?_sort=name',
  'Organization?name=clinique',
  'Organization?identifier=990000028&_include=Organization:partof&_revinclude=PractitionerRole:organization',
  'Organization?address-city=rouen&type=355,620',
  'Organization?_lastUpdated=ge2026-01-01&_count=200',
  'Organization?mailbox-mss=f99',
  'Organization?_has:PractitionerRole:organization:practitioner.family=martin',
];

/** Those that programs with a token make at the restricted door. */
const RESTRICTED = [
  'Practitioner',
  'Practitioner?identifier=899700000013&_revinclude=PractitionerRole:practitioner',
  'Practitioner?identifier=0991234567',
  'PractitionerRole?practitioner.family=martin&organization.address-city=rouen',
  'Organization?identifier=990000028',
  'Person?identifier=899700000013',
  'Person?identifier=0991234567',
];

async function explained(text: string, values: unknown[]): Promise<Plan[]> {
  const { rows } = await world.app.database.pool.query(`explain (format json) ${text}`, values);
  const plan = (rows[0]['QUERY PLAN'] as { Plan: Plan }[])[0]?.Plan;
  return plan ? nodes(plan) : [];
}

it('reads no big table from end to end for any search, nor for its next page', async () => {
  const big = new Set(['entries', 'structures', 'names', 'structure_mailboxes']);
  const asked: { path: string; text: string; values: unknown[] }[] = [];
  let path = '';
  const query = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
    const text = typeof first === 'string' ? first : first.text;
    const values = (Array.isArray(second) ? second : typeof first === 'string' ? [] : first.values) ?? [];
    asked.push({ path, text, values });
    return query.apply(this, args as never) as never;
  });
  for (const one of ASKED) {
    path = one;
    const page = await world.bundle(`/${one}`);
    const next = linkOf(page, 'next');
    if (next) expect(matchesOf(await world.bundle(next)).length).toBeGreaterThan(0);
  }
  const { token } = await openSession(world.ctx, { role: 'integrator' });
  const restricted = await doorOf(world.app, ['/fhir/restricted/v2']);
  for (const one of RESTRICTED) {
    path = `restricted ${one}`;
    const answer = await restricted.request(`${world.app.config.origin}/fhir/restricted/v2/${one}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([one, answer.status]).toEqual([one, 200]);
  }
  spy.mockRestore();
  expect(asked.length).toBeGreaterThanOrEqual(ASKED.length);
  const { rows } = await world.app.database.pool.query<{ name: string }>(
    `select relname name from pg_class where relname = any($1) and relkind = 'r' and reltuples < $2`,
    [[...big], SMALL],
  );
  for (const { name } of rows) big.delete(name);
  expect(big.has('entries') && big.has('structures')).toBe(true);
  const faults = new Set<string>();
  for (const { path: from, text, values } of asked.filter((one) => /(select|with)/i.test(one.text)))
    for (const node of await explained(text, values))
      if (node['Node Type'] === 'Seq Scan' && big.has(node['Relation Name'] ?? ''))
        faults.add(`${from}: ${node['Relation Name']} in ${text.replaceAll(/\s+/g, ' ').slice(0, 900)}`);
  expect([...faults]).toEqual([]);
});
