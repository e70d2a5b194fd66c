import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from '../../src/sandbox/kit/story.js';
import { startTarget, statusOf, type Target } from './target.js';

let target: Target;
let agent: string;

beforeAll(async () => {
  target = await startTarget();
  agent = await target.story.agentBearer('CNOM');
});
afterAll(() => target.stop());

describe('hostile text, by name', () => {
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
      statusOf(target, '/e-cps/api/activations/completion', {
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
