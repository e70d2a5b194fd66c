import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { one } from '../../src/platform/db/connection.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type ApiClient, clientOf, doctorBody } from './client.js';

const PATH = '/api/authorities/CNOM';

let test: TestApp;
let cnom: ApiClient;
let doctors: { rpps: string; idNat: string; exercises: Record<string, unknown>[] }[];

beforeAll(async () => {
  test = await startTestApp();
  cnom = await clientOf(test, 'CNOM');
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => cnom.send('POST', `${PATH}/registrations`, doctorBody(n))),
  );
  doctors = answers.map(({ body }) => body);
});
afterAll(() => test.stop());

const lot = (changes: unknown, headers: Record<string, string> = {}) =>
  cnom.send('POST', `${PATH}/lots`, { changes }, headers);
const renamed = (n: number, name: string, more: object = {}) => ({
  number: doctors[n]?.rpps,
  version: 1,
  patch: { exercises: [{ ...doctors[n]?.exercises[0], name }] },
  ...more,
});
const read = async (n: number) => (await cnom.send('GET', `${PATH}/registrations/${doctors[n]?.rpps}`)).body;

it('changes several people at once, and the changes reach the directory', async () => {
  const { status, body } = await lot([0, 1, 2].map((n) => renamed(n, `LOT-${'ABC'[n]}`)));
  expect(status).toBe(200);
  expect(body.results).toEqual([0, 1, 2].map((n) => ({ number: doctors[n]?.rpps, status: 200, version: 2 })));
  expect((await read(1)).exercises[0].name).toBe('LOT-B');
  await test.settle();
  const page = await (await fetch(`${test.origin}/annuaire?q=LOT-C`)).text();
  expect(page).toContain(doctors[2]?.idNat);
});

it('refuses a line by itself, with the reason that it would have alone, and takes the others', async () => {
  const [activity] = (doctors[8]?.exercises[0]?.activities ?? []) as object[];
  const place = [{ ...activity, structure: { practice: { name: 'CABINET NEUF' } } }];
  const { body } = await lot([
    renamed(3, 'LOT-D'),
    { ...renamed(4, 'LOT-E'), version: 7 },
    { number: '99780000000', version: 1, patch: {} },
    renamed(5, 'LOT-F', { patch: { civilStatus: { sex: 'X' } } }),
    renamed(6, 'LOT-G', { patch: { effectiveAt: '2199-01-01T00:00:00Z' } }),
    renamed(7, 'LOT-H', { patch: { exercises: [{ ...doctors[7]?.exercises[0], profession: '21' }] } }),
    renamed(8, 'LOT-I', { patch: { exercises: [{ ...doctors[8]?.exercises[0], activities: place }] } }),
    renamed(9, 'LOT-J'),
    renamed(9, 'LOT-J-AGAIN'),
    renamed(10, 'LOT-K'),
  ]);
  expect(body.results.map(({ status, code }: { status: number; code?: string }) => [status, code])).toEqual([
    [200, undefined],
    [412, 'authorities.stale-version'],
    [404, 'authorities.unknown-member'],
    [422, 'invalid-body'],
    [422, 'authorities.invalid-record'],
    [422, 'authorities.invalid-record'],
    [422, 'api.new-practice-in-lot'],
    [422, 'api.named-twice'],
    [422, 'api.named-twice'],
    [200, undefined],
  ]);
  expect(body.results[3].errors).toMatchObject([{ field: 'civilStatus/sex' }]);
  for (const n of [4, 5, 6, 7, 8, 9]) expect((await read(n)).version, `doctor ${n}`).toBe(1);
  for (const n of [3, 10]) expect((await read(n)).version, `doctor ${n}`).toBe(2);
  const opened = await one(
    test.app.ctx.db,
    sql`select from structures.structures where data ->> 'name' = 'CABINET NEUF'`,
  );
  expect(opened).toBeUndefined();
});

it('gives the same answer to the same key, and changes nothing twice', async () => {
  const key = { 'idempotency-key': 'lot-of-today' };
  const changes = [renamed(11, 'LOT-L')];
  const first = await lot(changes, key);
  const again = await lot(changes, key);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await read(11)).version).toBe(2);
  expect((await lot([renamed(11, 'OTHER')], key)).status).toBe(422);
});

it.each([
  ['no line', []],
  ['501 lines', Array.from({ length: 501 }, () => ({ number: '99700000013', version: 1, patch: {} }))],
  ['a line without version', [{ number: '99700000013', patch: {} }]],
  ['something else', 'all of them'],
])('refuses a lot of %s whole', async (_, changes) => {
  const { status, body } = await lot(changes);
  expect(status).toBe(422);
  expect(body.code).toBe('invalid-body');
});
