import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberByIdNat } from '../../src/modules/authorities/index.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { changing, fill, readable, startTarget, type Target } from './target.js';

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

async function status(path: string, init: RequestInit = {}): Promise<string> {
  try {
    const answer = await fetch(target.origin + path, {
      redirect: 'manual',
      signal: AbortSignal.timeout(5000),
      ...init,
    });
    const stream = answer.headers.get('content-type')?.includes('event-stream');
    if (stream) await answer.body?.cancel();
    const text = stream ? '' : await answer.text();
    if (/\n\s+at .+:\d+:\d+/.test(text)) return `stack trace ${answer.status}`;
    return String(answer.status);
  } catch (error) {
    return (error as Error).name;
  }
}

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
  }, 400_000);

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
  }, 400_000);

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
  }, 400_000);

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
  }, 400_000);

  it('in the name of somebody is refused by its field or as a whole, and what an object inherits is never a field', async () => {
    const registrations = `${target.origin}/api/authorities/CNOM/registrations`;
    const headers = { authorization: `Bearer ${agent}`, 'content-type': 'application/json' };
    const send = async (body: string) => {
      const answer = await fetch(registrations, { method: 'POST', headers, body });
      return answer.status;
    };
    const named = (name: string) => {
      const record = doctor() as { civilStatus: object };
      return JSON.stringify({ ...record, civilStatus: { ...record.civilStatus, birthName: name } });
    };
    for (const name of ['\ud800', 'a\0b', 'a\u202eb', 'a\u200bb', 'a\nb', 'a\u0085b', 'x'.repeat(201)])
      expect([name, await send(named(name))]).toEqual([
        name,
        expect.toSatisfy((s) => s === 400 || s === 422),
      ]);
    const inherited = named('Martin').replace('{', '{"__proto__":{"admin":true},"constructor":{},');
    expect(await send(inherited)).toBe(422);
    expect(await send(named('Martin'))).toBe(201);
  });

  it('nested without end, in a change, is unreadable and changes nothing', async () => {
    const url = `${target.origin}/api/authorities/CNOM/registrations/${target.person.rpps}`;
    for (const depth of [40, 5_000, 43_000]) {
      const answer = await fetch(url, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${agent}`,
          'if-match': '"1"',
          'content-type': 'application/merge-patch+json',
        },
        body: `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
      });
      expect([depth, answer.status]).toEqual([depth, 400]);
    }
    const held = await fetch(url, { headers: { authorization: `Bearer ${agent}` } });
    expect(held.headers.get('etag')).toBe('"1"');
  });

  it('in the name of a phone is refused before a secret is spent', async () => {
    const post = (body: string) =>
      status('/e-cps/api/activations/completion', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    for (const bad of ['a\0b', '\ud800'])
      expect(
        await post(
          JSON.stringify({
            activationToken: 'x',
            smsCode: '000000',
            pin: '2580',
            publicKeyJwk: {},
            deviceName: bad,
            platform: 'web',
          }),
        ),
      ).toBe('400');
  });
});
