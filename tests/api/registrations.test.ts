import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { member, registerMember } from '../../src/modules/authorities/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type ApiClient, clientOf, doctorBody, send } from './client.js';

let test: TestApp;
let cnom: ApiClient;
const PATH = '/api/authorities/CNOM/registrations';

beforeAll(async () => {
  test = await startTestApp();
  cnom = await clientOf(test, 'CNOM');
});
afterAll(() => test.stop());

const registered = async (n: number) => {
  const { status, body } = await cnom.send('POST', PATH, doctorBody(n));
  expect(status, JSON.stringify(body)).toBe(201);
  return body as { rpps: string; idNat: string; version: number };
};
const fields = (body: { errors: { field: string }[] }) => body.errors.map((one) => one.field);

describe('the authorities’ API', () => {
  it('registers, gives the number at once, and shows what it holds', async () => {
    const { status, headers, body } = await cnom.send('POST', PATH, doctorBody(1));
    expect(status).toBe(201);
    expect(body.rpps).toMatch(/^9978\d{7}$/);
    expect(body).toMatchObject({ idNat: `8${body.rpps}`, version: 1, state: 'active' });
    expect(body.correspondence.mobile).toEqual({
      e164: '+33639980010',
      original: '06 39 98 00 10',
      source: 'CNOM',
    });
    expect(body.exercises[0].activities[0].structure.id).toMatch(/^R99\d{12}$/);
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('location')).toBe(`${PATH}/${body.rpps}`);
    const read = await cnom.send('GET', `${PATH}/${body.rpps}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(body);
    expect((await cnom.send('GET', `${PATH}/99780000000`)).status).toBe(404);
  });

  it('says every faulty field at once, and refuses unknown properties', async () => {
    const body = doctorBody(2);
    const shape = {
      ...body,
      surprise: 1,
      civilStatus: { ...body.civilStatus, birthName: '', sex: 'X', extra: true },
      validation: undefined,
    };
    const wrong = await cnom.send('POST', PATH, shape);
    expect(wrong.status).toBe(422);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    expect(wrong.body.code).toBe('invalid-body');
    expect(fields(wrong.body).sort()).toEqual(
      ['civilStatus/birthName', 'civilStatus/extra', 'civilStatus/sex', 'surprise', 'validation'].sort(),
    );
    const content = structuredClone(body) as ReturnType<typeof doctorBody>;
    Object.assign(content.exercises[0] ?? {}, { profession: '21' });
    const competence = await cnom.send('POST', PATH, content);
    expect(competence.status).toBe(422);
    expect(competence.body.errors).toMatchObject([
      { field: 'exercises/0/profession', code: 'not-competent' },
      { field: 'exercises/0/skills/0/code' },
    ]);
    const places = structuredClone(body);
    Object.assign(places.exercises[0]?.activities[0] ?? {}, { structure: { finess: '000000000' } });
    const unknown = await cnom.send('POST', PATH, {
      ...places,
      correspondence: { mobile: '12' },
    });
    expect(fields(unknown.body)).toEqual(['exercises/0/activities/0/structure', 'correspondence/mobile']);
  });

  it.each([
    ['cut JSON', '{', 'application/json', 400],
    ['plain text', '{}', 'text/plain', 415],
    ['a list', '[]', 'application/json', 422],
    ['null', 'null', 'application/json', 422],
    ['300 kB', `{"civilStatus":"${'x'.repeat(300_000)}"}`, 'application/json', 413],
  ])('answers %s with a problem', async (_, body, type, status) => {
    const answer = await cnom.send('POST', PATH, body, { 'content-type': type });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses a second number for the same certified civil status, and says the one that exists', async () => {
    const { rpps, idNat } = await registered(3);
    const again = await cnom.send('POST', PATH, doctorBody(3));
    expect(again.status).toBe(409);
    expect(again.headers.get('content-type')).toContain('application/problem+json');
    expect(again.body).toMatchObject({ code: 'registry.civil-status-already-registered', rpps, idNat });
    const known = await cnom.send('POST', PATH, { ...doctorBody(3), rpps });
    expect(known.body.code).toBe('authorities.already-member');
    const ssa = await clientOf(test, 'SSA');
    const soldier = doctorBody(3);
    Object.assign(soldier.exercises[0] ?? {}, { category: 'M' });
    const military = await ssa.send('POST', '/api/authorities/SSA/registrations', { ...soldier, rpps });
    expect(military.status).toBe(201);
    expect(military.body.rpps).toBe(rpps);
    const stranger = doctorBody(4);
    Object.assign(stranger.exercises[0] ?? {}, { category: 'M' });
    const mismatch = await ssa.send('POST', '/api/authorities/SSA/registrations', {
      ...stranger,
      rpps: (await registered(5)).rpps,
    });
    expect(mismatch.status).toBe(422);
    expect(mismatch.body.code).toBe('registry.identity-mismatch');
  });

  it('opens to the authority of the path only, and journals the refusals', async () => {
    const { rpps } = await registered(6);
    const cnop = await clientOf(test, 'CNOP');
    const doors: [string, string][] = [
      ['POST', PATH],
      ['GET', `${PATH}/${rpps}`],
      ['PATCH', `${PATH}/${rpps}`],
      ['POST', `${PATH}/${rpps}/close`],
      ['POST', '/api/authorities/CNOM/lots'],
    ];
    for (const [method, path] of doors) {
      const body = method === 'GET' ? undefined : {};
      const anonymous = await send(test.origin + path, method, body);
      expect(anonymous.status).toBe(401);
      expect(anonymous.headers.get('www-authenticate')).toBe('Bearer');
      const forged = await send(test.origin + path, method, body, { authorization: 'Bearer eat_invented' });
      expect(forged.status).toBe(401);
      const other = await cnop.send(method, path, body);
      expect(other.status).toBe(403);
      expect(other.headers.get('content-type')).toContain('application/problem+json');
    }
    const lines = await journalOf(test.app.ctx, 'CNOM');
    expect(lines.filter((line) => line.outcome === 'refused')).toHaveLength(15);
    expect(lines.some((line) => line.actor === 'authority:CNOP')).toBe(true);
    expect((await cnop.send('GET', `/api/authorities/CNOP/registrations/${rpps}`)).status).toBe(404);
  });
});

describe('a change by the API', () => {
  const patch = (path: string, body: unknown, headers: Record<string, string>) =>
    cnom.send('PATCH', path, body, { 'content-type': 'application/merge-patch+json', ...headers });

  it('asks for the version that was read, and refuses a stale one', async () => {
    const { rpps } = await registered(20);
    const path = `${PATH}/${rpps}`;
    const mail = { correspondence: { mail: 'neuf@ordre.example' } };
    expect((await patch(path, mail, {})).status).toBe(428);
    expect((await patch(path, mail, { 'if-match': 'un' })).status).toBe(400);
    const done = await patch(path, mail, { 'if-match': '"1"' });
    expect(done.status).toBe(200);
    expect(done.headers.get('etag')).toBe('"2"');
    expect(done.body.correspondence).toMatchObject({
      mail: 'neuf@ordre.example',
      mobile: { e164: '+33639980010' },
    });
    const stale = await patch(
      path,
      { correspondence: { mail: 'tard@ordre.example' } },
      { 'if-match': '"1"' },
    );
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'authorities.stale-version', currentVersion: 2 });
    const removed = await patch(path, { correspondence: { mobile: null } }, { 'if-match': '*' });
    expect(removed.body.correspondence.mobile).toBeUndefined();
  });

  it('is refused field by field, and changes nothing then', async () => {
    const { rpps } = await registered(21);
    const path = `${PATH}/${rpps}`;
    const wrong = await patch(path, { civilStatus: { sex: null }, extra: 1 }, { 'if-match': '"1"' });
    expect(wrong.status).toBe(422);
    expect(fields(wrong.body).sort()).toEqual(['civilStatus/sex', 'extra']);
    const future = await patch(
      path,
      { effectiveAt: '2999-01-01T00:00:00Z', correspondence: { mail: 'x@y.example' } },
      {
        'if-match': '"1"',
      },
    );
    expect(fields(future.body)).toEqual(['effectiveAt']);
    expect((await cnom.send('GET', path)).headers.get('etag')).toBe('"1"');
  });

  it('20 that read the same version leave one', async () => {
    const { rpps } = await registered(22);
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        patch(`${PATH}/${rpps}`, { correspondence: { mail: `m${i}@ordre.example` } }, { 'if-match': '"1"' }),
      ),
    );
    expect(tries.filter((one) => one.status === 200)).toHaveLength(1);
    expect(tries.filter((one) => one.status === 412)).toHaveLength(19);
  });

  it('closes a registration once, with its reason, and keeps it readable', async () => {
    const { rpps } = await registered(23);
    const path = `${PATH}/${rpps}`;
    const close = (body: unknown, version: string) =>
      cnom.send('POST', `${path}/close`, body, { 'if-match': version });
    expect(fields((await close({ reason: 'ZZZ' }, '"1"')).body)).toEqual(['reason']);
    expect(fields((await close({ reason: 'RL', on: '2999-01-01' }, '"1"')).body)).toEqual(['on']);
    const closed = await close({ reason: 'RL' }, '"1"');
    expect(closed.body).toMatchObject({ state: 'closed', version: 2 });
    expect((await close({ reason: 'RL' }, '"2"')).status).toBe(409);
    expect(
      (await patch(path, { correspondence: { mail: 'a@b.example' } }, { 'if-match': '"2"' })).status,
    ).toBe(409);
    expect((await cnom.send('GET', path)).body.state).toBe('closed');
  });
});

describe('an idempotency key', () => {
  const post = (body: unknown, key: string) => cnom.send('POST', PATH, body, { 'idempotency-key': key });

  it('20 times at once makes one registration and gives one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(doctorBody(40), 'same-key')));
    expect(new Set(answers.map((one) => `${one.status} ${JSON.stringify(one.body)}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(answers.filter((one) => one.headers.get('idempotent-replayed') === null)).toHaveLength(1);
    expect(new Set(answers.map((one) => one.headers.get('etag')))).toEqual(new Set(['"1"']));
  });

  it('is refused for another request, and remembers a refused registration', async () => {
    await post(doctorBody(41), 'key-41');
    const other = await post(doctorBody(42), 'key-41');
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency-key-reused');
    const twin = await post(doctorBody(41), 'key-41-again');
    expect(twin.status).toBe(409);
    expect((await post(doctorBody(41), 'key-41-again')).body).toEqual(twin.body);
    expect((await post(doctorBody(43), 'clé')).status).toBe(400);
  });

  it('does not remember what was never done: the corrected request may use it', async () => {
    const wrong = { ...doctorBody(44), correspondence: { mail: 'illisible' } };
    expect((await post(wrong, 'key-44')).status).toBe(422);
    expect((await post(doctorBody(44), 'key-44')).status).toBe(201);
  });
});

describe('a stop between the authority and the register', () => {
  it('loses nothing: the job gives the number', async () => {
    const { memberId } = await registerMember(test.app.ctx, doctor(900));
    await test.settle();
    expect((await member(test.app.ctx, memberId))?.idNat).toMatch(/^89978\d{7}$/);
  });
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and its bodies are the ones that are checked', async () => {
    const { status, body } = await send(`${test.origin}/api/openapi.json`, 'GET');
    expect(status).toBe(200);
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toHaveLength(5);
    const { Registration } = body.components.schemas;
    expect(Registration.additionalProperties).toBe(false);
    expect(Registration.required).toEqual(['civilStatus', 'correspondence', 'validation']);
    const text = JSON.stringify(body);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(body.components.schemas).toHaveProperty(name ?? '');
  });
});
