import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailboxes } from '../../src/modules/directory/index.js';
import { mailboxesOf, registerOperator } from '../../src/modules/messaging/index.js';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { send } from '../api/client.js';
import { HOSPITAL, type MailWorld, openMailWorld } from './world.js';

let world: MailWorld;
let person: Registered;

beforeAll(async () => {
  world = await openMailWorld();
  person = await world.story.register('CNOM', doctor());
  await world.settle();
});
afterAll(() => world.stop());

const per = (address: string, more: object = {}) => ({ address, type: 'PER', idNat: person.idNat, ...more });
const shown = async (holder = person.idNat) => {
  await world.settle();
  return ((await mailboxes(world.app.ctx, [holder])).get(holder) ?? []).map(({ address }) => address);
};

describe('two operators', () => {
  it('S2-22 push mailboxes of their own domains, and neither sees nor changes those of the other', async () => {
    const { alpha, beta } = world;
    const mine = await alpha('POST', '/mailboxes', per('camille@alpha.mssante.example'));
    const theirs = await beta('POST', '/mailboxes', per('camille@beta.mssante.example'));
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(await shown()).toEqual(['camille@alpha.mssante.example', 'camille@beta.mssante.example']);
    const id = mine.body.id as string;
    const attempts = [
      await beta('GET', `/mailboxes/${id}`),
      await beta('GET', `/mailboxes/${id}/history`),
      await beta('PATCH', `/mailboxes/${id}`, { redList: true }, { 'if-match': '*' }),
      await beta('DELETE', `/mailboxes/${id}`, undefined, { 'if-match': '*' }),
      await beta('POST', `/mailboxes/${id}/members`, { idNat: person.idNat }),
      await beta('POST', `/mailboxes/${id}/service-account`),
    ];
    expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    for (const { body } of attempts) expect(JSON.stringify(body)).not.toContain('camille@');
    const found = await beta('POST', '/mailboxes/search', {});
    expect(found.body.mailboxes.map((one: { address: string }) => one.address)).toEqual([
      'camille@beta.mssante.example',
    ]);
    const foreign = await beta('POST', '/mailboxes', per('camille@alpha.mssante.example'));
    expect([foreign.status, foreign.body.errors[0].code]).toEqual([422, 'foreign-domain']);
    expect(await shown()).toHaveLength(2);
  });

  it('hold the domains below their own, but for those that another one holds', async () => {
    const { alpha, beta } = world;
    const at = (domain: string) => per(`${domain.replaceAll('.', '-')}@${domain}`, { redList: true });
    const below = 'medecin.alpha.mssante.example';
    expect((await alpha('POST', '/mailboxes', at(below))).status).toBe(201);
    for (const [operator, domain] of [
      [alpha, 'chu.alpha.mssante.example'],
      [alpha, 'urgences.chu.alpha.mssante.example'],
      [alpha, 'mssante.example'],
      [alpha, 'faux-alpha.mssante.example'],
      [beta, below],
    ] as const) {
      const refused = await operator('POST', '/mailboxes', at(domain));
      expect([domain, refused.status, refused.body.errors?.[0].code]).toEqual([
        domain,
        422,
        'foreign-domain',
      ]);
    }
    expect((await beta('POST', '/mailboxes', at('urgences.chu.alpha.mssante.example'))).status).toBe(201);
    const taken = {
      code: 'gamma',
      name: 'Gamma',
      contact: 'aide@gamma.example',
      domains: ['alpha.mssante.example'],
    };
    await expect(registerOperator(world.app.ctx, taken)).rejects.toMatchObject({ status: 409 });
  });

  it('are asked for a bearer of their own, and for nobody else’s', async () => {
    const { story } = world;
    const bearers = [
      undefined,
      'ess_faux',
      await story.bearer('operator'),
      await story.bearer('integrator'),
      await story.agentBearer('CNOM'),
      await story.bearer('mail-operator', 'inconnu'),
      await story.personBearer(person.idNat),
    ];
    for (const bearer of bearers) {
      const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      const answer = await send(`${world.origin}/api/mssante/mailboxes/search`, 'POST', {}, headers);
      expect(answer.status).toBe(401);
    }
    const mail = { authorization: `Bearer ${await story.bearer('mail-operator', 'alpha')}` };
    const path = `/api/authorities/CNOM/registrations/${person.rpps}`;
    expect((await send(world.origin + path, 'GET', undefined, mail)).status).toBe(401);
  });
});

describe('a mailbox', () => {
  it('is published once per idempotency key, changed under the version read, withdrawn and never passed on', async () => {
    const { alpha } = world;
    const body = per('une@alpha.mssante.example');
    const key = { 'idempotency-key': 'une-fois' };
    const first = await alpha('POST', '/mailboxes', body, key);
    const again = await alpha('POST', '/mailboxes', body, key);
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await alpha('POST', '/mailboxes', body)).status).toBe(409);
    const path = `/mailboxes/${first.body.id}`;
    expect((await alpha('PATCH', path, { dematerialisation: true })).status).toBe(428);
    const stale = { 'if-match': '"7"' };
    expect((await alpha('PATCH', path, { dematerialisation: true }, stale)).status).toBe(412);
    const read = { 'if-match': first.headers.get('etag') ?? '' };
    const changed = await alpha('PATCH', path, { dematerialisation: true }, read);
    expect([changed.status, changed.body.dematerialisation, changed.headers.get('etag')]).toEqual([
      200,
      true,
      '"2"',
    ]);
    const fixed = await alpha('PATCH', path, { type: 'ORG' }, { 'if-match': '*' });
    expect([fixed.status, fixed.body.code]).toEqual([422, 'invalid-body']);
    expect(await shown()).toContain('une@alpha.mssante.example');
    expect((await alpha('DELETE', path, undefined, { 'if-match': '"2"' })).status).toBe(200);
    expect(await shown()).not.toContain('une@alpha.mssante.example');
    const history = await alpha('GET', `${path}/history`);
    expect(history.body.versions.map((one: { act: string }) => one.act)).toEqual([
      'withdraw',
      'change',
      'publish',
    ]);
    const other = await world.story.register('CNOM', doctor());
    const passed = await alpha('POST', '/mailboxes', { ...body, idNat: other.idNat });
    expect([passed.status, passed.body.errors[0].code]).toEqual([422, 'holder-fixed']);
    const back = await alpha('POST', '/mailboxes', body);
    expect([back.status, back.body.id, back.body.version]).toEqual([201, first.body.id, 4]);
  });

  it('of the red list is its holder’s and its operator’s alone', async () => {
    const secret = 'rouge@alpha.mssante.example';
    expect((await world.alpha('POST', '/mailboxes', per(secret, { redList: true }))).status).toBe(201);
    expect(await shown()).not.toContain(secret);
    const mine = await mailboxesOf(world.app.ctx, person.idNat);
    expect(mine.find(({ address }) => address === secret)).toMatchObject({
      ...{ redList: true, operatorName: 'Opérateur alpha', contact: 'aide@alpha.example', as: 'holder' },
    });
    for (const path of [`/annuaire/personnes/${person.idNat}`, `/annuaire?q=${person.rpps}`]) {
      expect(await world.story.page(path)).not.toContain(secret);
    }
  });

  it('S2-26 of a program is not published by default, and not without a confirmation', async () => {
    const { alpha } = world;
    const app = { address: 'labo@alpha.mssante.example', type: 'APP', structure: '990000028' };
    const hidden = await alpha('POST', '/mailboxes', app);
    expect([hidden.status, hidden.body.published, await shown(HOSPITAL)]).toEqual([201, false, []]);
    const path = `/mailboxes/${hidden.body.id}`;
    const warned = await alpha('PATCH', path, { published: true }, { 'if-match': '*' });
    expect([warned.status, warned.body.errors[0].code]).toEqual([422, 'confirmation-needed']);
    expect(warned.body.errors[0].message).toMatch(/déconseillé/);
    expect(await shown(HOSPITAL)).toEqual([]);
    const shownNow = await alpha('PATCH', path, { published: true, confirmed: true }, { 'if-match': '*' });
    expect([shownNow.status, await shown(HOSPITAL)]).toEqual([200, ['labo@alpha.mssante.example']]);
    const longer = await alpha('PATCH', path, { description: 'Résultats' }, { 'if-match': '*' });
    expect(longer.status).toBe(200);
  });

  it('names somebody or some structure that the registers know', async () => {
    const cases: [object, string][] = [
      [{ address: 'a@alpha.mssante.example', type: 'PER' }, 'person-needed'],
      [{ address: 'a@alpha.mssante.example', type: 'PER', idNat: '899700000000' }, 'unknown-person'],
      [{ address: 'a@alpha.mssante.example', type: 'CAB', idNat: person.idNat }, 'structure-needed'],
      [{ address: 'a@alpha.mssante.example', type: 'ORG' }, 'structure-needed'],
      [{ address: 'a@alpha.mssante.example', type: 'ORG', structure: '990000099' }, 'unknown-structure'],
      [
        { address: 'a@alpha.mssante.example', type: 'ORG', structure: HOSPITAL, idNat: person.idNat },
        'person-forbidden',
      ],
      [per('a@alpha.mssante.example', { service: 'Cardiologie' }), 'not-for-type'],
      [per('pas une adresse'), 'address-unreadable'],
    ];
    for (const [body, code] of cases) {
      const answer = await world.alpha('POST', '/mailboxes', body);
      expect([code, answer.status, answer.body.errors?.map((one: { code: string }) => one.code)]).toEqual([
        ...[code, 422, [code]],
      ]);
      expect(answer.body.errors[0].message).not.toBe('');
    }
    expect(
      (await world.alpha('POST', '/mailboxes', { ...per('a@alpha.mssante.example'), autre: 1 })).status,
    ).toBe(422);
  });

  it('of somebody struck off is shown no more', async () => {
    const gone = await world.story.register('CNOM', doctor());
    await world.settle();
    const address = 'radie@alpha.mssante.example';
    await world.alpha('POST', '/mailboxes', { address, type: 'PER', idNat: gone.idNat });
    expect(await shown(gone.idNat)).toEqual([address]);
    const bearer = await world.story.agentBearer('CNOM');
    const closed = await send(
      `${world.origin}/api/authorities/CNOM/registrations/${gone.rpps}/close`,
      'POST',
      { reason: 'RL' },
      { authorization: `Bearer ${bearer}`, 'if-match': '*' },
    );
    expect(closed.status).toBe(200);
    expect(await shown(gone.idNat)).toEqual([]);
    const again = await world.alpha('POST', '/mailboxes', {
      address: `x${address}`,
      type: 'PER',
      idNat: gone.idNat,
    });
    expect(again.body.errors[0].code).toBe('closed-person');
  });
});

describe('many mailboxes at once', () => {
  const line = (value: object) => JSON.stringify(value);
  const ndjson = { 'content-type': 'application/x-ndjson' };

  it('are taken line by line, each whole or not at all, and the same again changes nothing', async () => {
    const lines = [
      line(per('lot-1@alpha.mssante.example')),
      line(per('lot-2@beta.mssante.example')),
      '{"address": "lot-3@alpha',
      line({
        address: 'lot-4@alpha.mssante.example',
        type: 'ORG',
        structure: '1990000028',
        service: 'CARDIOLOGIE',
      }),
      line(per('lot-1@alpha.mssante.example', { redList: true })),
      line(per('lot-5@alpha.mssante.example', { couleur: 'bleu' })),
    ].join('\n');
    const tried = await world.alpha('POST', '/mailboxes/bulk?dryRun=true', lines, ndjson);
    expect(tried.body).toMatchObject({ dryRun: true, read: 6, created: 2, refused: 4 });
    expect(await shown()).not.toContain('lot-1@alpha.mssante.example');
    const done = await world.alpha('POST', '/mailboxes/bulk', lines, ndjson);
    expect(done.body).toMatchObject({
      dryRun: false,
      read: 6,
      created: 2,
      updated: 0,
      unchanged: 0,
      refused: 4,
    });
    const refused = done.body.refusedLines as { line: number; problems: { field: string; code: string }[] }[];
    expect(refused.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [2, 'foreign-domain'],
      [3, 'line-unreadable'],
      [5, 'repeated'],
      [6, 'unknown-property'],
    ]);
    expect(await shown()).toContain('lot-1@alpha.mssante.example');
    expect(await shown(HOSPITAL)).toContain('lot-4@alpha.mssante.example');
    const again = await world.alpha('POST', '/mailboxes/bulk', lines, ndjson);
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 2, refused: 4 });
  });

  it('are described by OpenAPI like every path of the API', async () => {
    const { body } = await send(`${world.origin}/api/mssante/openapi.json`, 'GET');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toHaveLength(9);
    const text = JSON.stringify(body);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect([name, name !== undefined && name in body.components.schemas]).toEqual([name, true]);
  });
});
