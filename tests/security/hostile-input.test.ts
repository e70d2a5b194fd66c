import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberByIdNat } from '../../src/modules/authorities/index.js';
import { changing, fill, readable, startTarget, statusOf, type Target } from './target.js';

let target: Target;
let agent: string;
let bearers: Record<'person' | 'cpam' | 'support' | 'operator', string>;

beforeAll(async () => {
  target = await startTarget();
});
// Forms of the test before may have signed somebody out.
beforeEach(async () => {
  agent = await target.story.agentBearer('CNOM');
  bearers = {
    person: await target.story.personBearer(target.person.idNat),
    cpam: await target.story.bearer('cpam'),
    support: await target.story.bearer('support'),
    operator: await target.story.bearer('operator'),
  };
});
afterAll(() => target.stop());

/** Those behind whose door the text is read; the others are turned away before. */
function whoOpens(path: string): string[] {
  if (path.includes('/agents')) return [agent];
  if (path.startsWith('/rpps')) return [bearers.cpam];
  if (path.startsWith('/exploitation')) return [bearers.operator];
  return /^\/(annuaire\/compte|suivi)/.test(path) ? [bearers.person, bearers.support] : [bearers.person];
}

/** The portals of the ordres are one component: that of the CNOM stands for all. */
const ofEach = <T extends { path: string }>(routes: readonly T[]): T[] =>
  routes.filter(({ path }) => !/^\/ordres\/(?!cnom)/.test(path));

const HOSTILE = [
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%',
  '..%2f..%2fetc%2fpasswd',
  "'%20or%20'1'='1",
  '%F0%9F%92%A9',
  '%E2%80%AE',
  '9'.repeat(400),
  '-1',
  '1e999',
  '__proto__',
  'constructor',
  '%5B%5D',
  '{}',
];

const QUERY_NAMES = [
  'q',
  'lieu',
  'profession',
  'page',
  'limit',
  'retour',
  'idNat',
  'apres',
  'liste',
  'to',
  'fait',
  'appareil',
  'state',
  'code',
];

const status = (path: string, init?: RequestInit) => statusOf(target, path, init);

const broken = (answers: readonly [string, string][]) =>
  answers.filter(([, s]) => !/^[234]\d\d$/.test(s) && s !== '501');

describe('hostile text', () => {
  it('in any part of any address gets an answer below 500', async () => {
    const answers: [string, string][] = [];
    for (const { path } of ofEach(readable(target.routes))) {
      for (const bad of HOSTILE) {
        const asked = fill(path, () => bad);
        if (asked === path && bad !== HOSTILE[0]) continue;
        for (const bearer of whoOpens(path))
          answers.push([
            `GET ${asked}`,
            await status(asked, { headers: { accept: 'text/html', authorization: `Bearer ${bearer}` } }),
          ]);
      }
    }
    expect(broken(answers)).toEqual([]);
  }, 1_800_000);

  it('in any query parameter gets an answer below 500', async () => {
    const answers: [string, string][] = [];
    for (const { path } of ofEach(readable(target.routes))) {
      const asked = fill(path, () => target.person.idNat);
      for (const bad of HOSTILE) {
        const query = QUERY_NAMES.map((name) => `${name}=${bad}`).join('&');
        for (const bearer of whoOpens(path))
          answers.push([
            `GET ${asked}?${query}`,
            await status(`${asked}?${query}`, {
              headers: { accept: 'text/html', authorization: `Bearer ${bearer}` },
            }),
          ]);
      }
    }
    expect(broken(answers)).toEqual([]);
  }, 1_800_000);

  it('in any field of any form gets an answer below 500', async () => {
    const { memberId = '' } = (await memberByIdNat(target.app.ctx, 'CNOM', target.person.idNat)) ?? {};
    const names = [
      'idNat',
      'identifiant',
      'mail',
      'mobile',
      'version',
      'exercice',
      'nom-0',
      'prenom-0',
      'code',
      'role',
      'scope',
      'retour',
      'motif',
      'q',
      'naissance',
      'apres',
      'advance',
      'client_id',
      'id_token_hint',
      'post_logout_redirect_uri',
      'token',
      'grant_type',
      'client_assertion',
      'birthName',
      'job',
      'birthDate',
      'since',
      'postcode',
      'communeName',
      'complement',
      'streetNumber',
    ];
    const answers: [string, string][] = [];
    for (const { method, path } of ofEach(changing(target.routes))) {
      if (method !== 'POST' || path === '/connexion/fin' || /^\/(sandbox\/)?api\/|^\/e-cps\/api/.test(path))
        continue;
      const asked = fill(path, (name) => (name === 'id' ? memberId : name === 'step' ? 'instruire' : 'x'));
      for (const bad of HOSTILE) {
        const body = names.map((name) => `${name}=${bad}`).join('&');
        for (const bearer of whoOpens(path))
          answers.push([
            `POST ${asked} ${bad}`,
            await status(asked, {
              method: 'POST',
              body,
              headers: {
                accept: 'text/html',
                authorization: `Bearer ${bearer}`,
                origin: target.origin,
                'content-type': 'application/x-www-form-urlencoded',
              },
            }),
          ]);
      }
    }
    expect(broken(answers)).toEqual([]);
  }, 1_800_000);

  it('in any member of any JSON body gets an answer below 500', async () => {
    const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const bodies = [
      '',
      'null',
      '[]',
      '"x"',
      '1e999',
      '{',
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{"x":1}}}',
      deep(40),
      deep(20_000),
      `[${'['.repeat(60_000)}${']'.repeat(60_000)}]`,
      ...['\\u0000', '\\ud800', '\\u202e', 'x'.repeat(300)].flatMap((bad) => [
        JSON.stringify({
          idNat: 'BAD-BAD-BAD',
          role: 'BAD',
          secret: 'BAD',
          activationToken: 'BAD',
          smsCode: 'BAD',
          pin: '2580',
          deviceName: 'BAD',
          platform: 'web',
          publicKeyJwk: { kty: 'EC' },
          answer: 'BAD',
        }).replaceAll('BAD', bad),
        `{"idNat":"${bad}${bad}0123456789"}`,
        `{"role":"agent","scope":"${bad}"}`,
        `{"redirectUris":["https://x.example/${bad}"],"name":"${bad}"}`,
        `{"reason":"${bad}"}`,
        `{"civilStatus":{"birthName":"${bad}"},"correspondence":{"mail":"${bad}@x.example"}}`,
        `{"exercises":[{"profession":"10","category":"C","name":"${bad}","givenName":"${bad}"}]}`,
        `{"secret":"${bad}"}`,
      ]),
    ];
    const answers: [string, string][] = [];
    for (const { method, path } of ofEach(changing(target.routes))) {
      if (!/^\/(sandbox\/)?api\/|^\/e-cps\/api/.test(path) || path.includes('oauth')) continue;
      const asked = fill(path, (name) =>
        name === 'code' ? 'CNOM' : name === 'rpps' ? target.person.rpps : 'x',
      );
      for (const body of bodies)
        answers.push([
          `${method} ${asked} ${body.slice(0, 80)}`,
          await status(asked, {
            method,
            body: body || null,
            headers: {
              authorization: `Bearer ${agent}`,
              'if-match': '*',
              'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
              'idempotency-key': crypto.randomUUID(),
            },
          }),
        ]);
    }
    expect(broken(answers)).toEqual([]);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  }, 1_800_000);
});
