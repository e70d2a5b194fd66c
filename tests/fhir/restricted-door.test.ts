import { Fhir } from 'fhir';
import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerAuthorityClient, registerRestrictedClient } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { followCards } from '../../src/modules/directory/index.js';
import { type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { hashToken } from '../../src/platform/secrets.js';
import { FORBIDDEN, MARKED, writes } from '../directory/marked-person.js';
import { doorOf } from '../support/door.js';
import { writePeople } from './people.js';
import { type FhirWorld, openFhir } from './world.js';

const BASE = '/fhir/restricted/v2';

/** What the restricted profiles grant, with one way in which each is written. All else of FORBIDDEN stays inside. */
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  'other identifiers': ['ZQOTHERID'],
  'birth name': ['ZQBIRTHNAME'],
  'used name': ['ZQUSEDNAME'],
  'given names': ['ZQGIVENONE', 'ZQGIVENTWO'],
  'birth date': ['1913-03-13'],
  'birth place': ['ZQBIRTHPLACE', '2A004', '99127'],
  civility: ['ZQCIVILITY'],
  nationality: ['99139'],
  'registration at the ordre': ['ZQORDREDEPT', 'ZQORDRESTATUS', '1915-05-15'],
  'dates of effect of an exercise': ['1916-06-16', '2196-06-16', '1921-01-21'],
  'date of a savoir-faire': ['1917-07-17'],
  'dates of an activity': ['1918-08-18', '2198-08-18', '1919-09-19'],
  'reason of the end of an activity': ['ZQENDREASON'],
  'contacts of the person at a place': ['+33199000001', '+33199000002', '+33199000003', 'zqactivity'],
  'career: places and exercises that ended': ['ZQFORMERPLACE', 'ZQFORMERNAME', 'ZQFORMERGIVEN'],
  'SIRET of a practice': ['99900000000017'],
  'details of a diploma': ['1922-02-22'],
  'period of an authorisation': ['1923-03-23', '2123-03-23'],
  'correspondence mail': ['zqmail'],
  'correspondence mobile': ['639980001'],
  'correspondence address': ['ZQHOMESTREET', 'ZQHOMETOWN', '20000'],
};

/** Restricted like the rest, and in no profile: programs get it no more than the public. */
const NEVER = [
  ...['ZQCERTSTATE', 'ZQCERTSOURCE', 'ZQORDRENUMBER', 'ZQDIPLOMAPLACE', 'ZQDIPLOMANUMBER', 'ZQPHONESOURCE'],
  ...['ZQACT', 'ZQEXERCISEKEY'],
];

let world: FhirWorld;
let restricted: (path: string, headers?: Record<string, string>) => Promise<Response>;
let told = '';
let tokens: Record<'good' | 'expired' | 'other', string>;

async function token(clientId: string, authority: string, ends: string): Promise<string> {
  const value = `eat_${crypto.randomUUID()}`;
  await sql`insert into access.authority_tokens (token_hash, client_id, authority, expires_at)
    values (${hashToken(value)}, ${clientId}, ${authority}, now() + ${ends}::interval)`.execute(world.ctx.db);
  return value;
}

beforeAll(async () => {
  world = await openFhir(0);
  const places = MARKED.exercises.flatMap(({ activities }) => activities.flatMap(({ place }) => place ?? []));
  await upsertStructures(world.ctx, places as Structure[]);
  await writePeople(world.ctx, [MARKED], places, '2026-06-01');
  const jwks = { keys: [] };
  const reader = await registerRestrictedClient(world.ctx, { code: 'essai', jwks });
  const other = await registerAuthorityClient(world.ctx, { authority: 'CNOM', jwks });
  tokens = {
    good: await token(reader, 'essai', '1 hour'),
    expired: await token(reader, 'essai', '-1 second'),
    other: await token(other, 'CNOM', '1 hour'),
  };
  const door = await doorOf(world.app, [BASE, '/fhir/v2', '/fhir']);
  const { origin } = world.app.config;
  restricted = async (path, headers = { authorization: `Bearer ${tokens.good}` }) =>
    door.request(path.startsWith('/fhir') ? origin + path : `${origin}${BASE}${path}`, { headers });
  const answers = await Promise.all(
    [
      '/Practitioner?identifier=899700000013&_revinclude=PractitionerRole:practitioner',
      '/PractitionerRole?practitioner.identifier=899700000013&_include=PractitionerRole:organization',
      '/Person?identifier=899700000013',
    ].map(async (path) => (await restricted(path)).text()),
  );
  told = answers.join('\n');
});
afterAll(() => world.close());

describe.each(Object.entries(GRANTED))('%s', (element, marks) => {
  it('S4-35 leaves by the restricted door, and never by the open one', async () => {
    for (const mark of marks) expect(told, `${element}: ${mark}`).toContain(mark);
    const open = await Promise.all(
      ['Practitioner?identifier=899700000013', 'PractitionerRole?practitioner.identifier=899700000013'].map(
        async (path) => JSON.stringify(await world.bundle(`/${path}&_include=*&_revinclude=*`)),
      ),
    );
    expect(marks.filter((mark) => open.some((text) => writes(text, mark)))).toEqual([]);
  });
});

it('grants nothing that no restricted profile has, and knows every restricted element', () => {
  expect(NEVER.filter((mark) => told.includes(mark))).toEqual([]);
  const known = [...Object.keys(GRANTED), 'sex', 'certification', 'dates and acts of the register'];
  expect(Object.keys(FORBIDDEN).filter((element) => !known.includes(element))).toEqual([]);
  expect(told).toContain('"gender":"female"');
});

it('is R4 throughout', async () => {
  const r4 = new Fhir();
  const answers = [...told.split('\n'), await (await restricted('/metadata', {})).text()];
  const faults = answers.flatMap((answer) =>
    r4
      .validate(JSON.parse(answer), { errorOnUnexpected: true })
      .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal'),
  );
  expect(faults.map(({ location, message }) => `${location}: ${message}`)).toEqual([]);
});

describe('the way in', () => {
  const withBearer = (value: string) => ({ authorization: `Bearer ${value}` });

  it.each([
    ['nothing', () => ({}), 401, 'login'],
    ['the key of the open API', () => ({ 'ESANTE-API-KEY': 'sandbox' }), 401, 'login'],
    ['a token that nobody was given', () => withBearer('eat_unknown'), 401, 'login'],
    ['an expired token', () => withBearer(tokens.expired), 401, 'login'],
    ['a token of another scope', () => withBearer(tokens.other), 403, 'forbidden'],
  ] as const)('refuses %s', async (_, headers, status, code) => {
    for (const path of [
      '/Practitioner',
      '/Person?identifier=899700000013',
      '/Organization/001-01-R99000000000001',
    ]) {
      const answer = await restricted(path, headers());
      const outcome = (await answer.json()) as OperationOutcome;
      expect([path, answer.status, outcome.issue[0]?.code]).toEqual([path, status, code]);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('does not let a restricted token in at the open door, and tells everybody what it can do', async () => {
    expect((await restricted('/fhir/v2/Practitioner', withBearer(tokens.good))).status).toBe(401);
    const metadata = await restricted('/metadata', {});
    expect([metadata.status, (await metadata.text()).includes('as-dr-person')]).toEqual([200, true]);
  });

  it('lets nobody keep an answer, and refuses what it does not understand', async () => {
    const answer = await restricted('/Practitioner?identifier=899700000013');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const path of [
      '/Person',
      '/Person?name=ZQBIRTHNAME',
      '/Person?birthdate=1913-03-13',
      '/Practitioner?birthdate=1913',
    ])
      expect([path, (await restricted(path)).status]).toEqual([path, 400]);
    expect((await restricted('/Person/006-1')).status).toBe(404);
  });
});

it('writes down each call: who asked, by which parameters, whom he was told, and no value that was typed', async () => {
  await restricted('/Practitioner?name=publicname&identifier=899700000013');
  await restricted('/Practitioner', { authorization: `Bearer ${tokens.other}` });
  const lines = await rows(
    world.ctx.db,
    sql<{
      actor: string;
      subject: string | null;
      outcome: string;
      reason: string | null;
      data: unknown;
    }>`select actor,
      subject, outcome, reason, data from platform.journal where act = 'directory.restricted-fhir' order by id desc limit 2`,
  );
  expect(lines).toEqual([
    { actor: 'service:CNOM', subject: null, outcome: 'refused', reason: 'scope registrations', data: {} },
    {
      ...{ actor: 'service:essai', subject: '899700000013', outcome: 'done', reason: null },
      data: { kind: 'Practitioner', by: ['name', 'identifier'], resources: 1, people: ['899700000013'] },
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain('publicname');
});

it('reads what it told by its id, Person included', async () => {
  const bundle = JSON.parse(told.split('\n')[2] ?? '') as Bundle;
  const id = bundle.entry?.[0]?.resource?.id;
  expect(await (await restricted(`/Person/${id}`)).json()).toEqual(bundle.entry?.[0]?.resource);
  const [first] = (JSON.parse(told.split('\n')[0] ?? '') as Bundle).entry ?? [];
  const one = await restricted(`/Practitioner/${first?.resource?.id}`);
  expect(await one.json()).toEqual(first?.resource);
  const linked = await restricted(`/Person?link=Practitioner/${first?.resource?.id}`);
  expect(((await linked.json()) as Bundle).total).toBe(1);
});

it('tells since when a card is opposed, which no open door does', async () => {
  const idNat = '899700000013';
  const holder = {
    idNat,
    givenName: 'Camille',
    familyName: 'ESSAI',
    title: 'Médecin',
    profession: 10 as never,
  };
  const card = await cards.issueCard(world.ctx, { type: 'CPS', holder });
  await followCards.run(world.ctx, [idNat]);
  const path = `/Practitioner?identifier=${idNat}`;
  const openly = async () => JSON.stringify(await world.bundle(path));
  const cardTold = async () => {
    const text = await (await restricted(path)).text();
    return {
      isNumbered: text.includes(card.number),
      date: /"oppositionDate","valueDate":"([^"]+)"/.exec(text)?.[1],
    };
  };
  expect(await openly()).toContain(card.number);
  expect(await cardTold()).toEqual({ isNumbered: true, date: undefined });
  await cards.opposeCard(world.ctx, { number: card.number, reason: 'theft' });
  await followCards.run(world.ctx, [idNat]);
  expect(await cardTold()).toEqual({ isNumbered: true, date: '2026-06-01' });
  expect(await openly()).not.toMatch(new RegExp(`oppositionDate|${card.number}`));
  const answer = JSON.parse(await (await restricted(path)).text());
  const { messages } = new Fhir().validate(answer, { errorOnUnexpected: true });
  expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
});
