import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { HOSPITAL, type MailWorld, openMailWorld } from './world.js';

let world: MailWorld;
let person: Registered;
beforeAll(async () => {
  world = await openMailWorld();
  person = await world.story.register('CNOM', doctor());
  await world.settle();
});
afterAll(() => world.stop());

const forget = () => sql`delete from platform.rate_limits`.execute(world.app.ctx.db);
const per = (local: string) => ({
  address: `${local}@alpha.mssante.example`,
  type: 'PER',
  idNat: person.idNat,
});

describe('the API of the operators', () => {
  it('publishes an address once in twenty parallel attempts', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.alpha('POST', '/mailboxes', per('vingt'))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('makes one change of twenty parallel ones under the same version', async () => {
    const { body } = await world.alpha('POST', '/mailboxes', per('change'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        world.alpha(
          'PATCH',
          `/mailboxes/${body.id}`,
          { dematerialisation: i % 2 === 0, redList: true },
          {
            'if-match': '"1"',
          },
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
  });

  it('answers any body with a status that says whose fault it is', async () => {
    const paths = ['/mailboxes', '/mailboxes/search', '/mailboxes/bulk', `/mailboxes/x' or 1=1/members`];
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\0', '\ud800', "';--", '|', '%', 'é'),
    );
    const text = fc.record({
      address: fc.oneof(odd, fc.constant('a@alpha.mssante.example')),
      type: fc.oneof(odd, fc.constantFrom('PER', 'ORG', 'APP', 'CAB')),
      idNat: fc.oneof(odd, fc.constant(person.idNat)),
      structure: fc.oneof(odd, fc.constant(HOSPITAL)),
      q: odd,
      description: odd,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.oneof(text, fc.jsonValue()), async (path, body) => {
        await forget();
        const type = path.endsWith('bulk') ? 'application/x-ndjson' : 'application/json';
        const answer = await world.alpha('POST', path, JSON.stringify(body), { 'content-type': type });
        expect([path, body, answer.status < 500]).toEqual([path, body, true]);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a body that is too large, another media type, a version that is none', async () => {
    const big = await world.alpha('POST', '/mailboxes', { ...per('gros'), description: 'x'.repeat(100_000) });
    expect(big.status).toBe(413);
    const xml = await world.alpha('POST', '/mailboxes', '<a/>', { 'content-type': 'application/xml' });
    expect(xml.status).toBe(415);
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await world.alpha('PATCH', `/mailboxes/${id}`, {}, { 'if-match': 'un' })).status).toBe(400);
    expect((await world.alpha('PATCH', `/mailboxes/${id}`, {}, { 'if-match': '"1"' })).status).toBe(404);
  });

  it('makes an operator wait who asks too often, and no other one', async () => {
    await forget();
    const ask = () => world.alpha('POST', '/mailboxes/search', { limit: 1 });
    // A minute may end in the middle: twice the rate is above it in one of both.
    let waiting = await ask();
    for (let asked = 0; asked < 1300 && waiting.status === 200; asked += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      waiting = answers.find(({ status }) => status === 429) ?? waiting;
    }
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await world.beta('POST', '/mailboxes/search', {})).status).toBe(200);
  });
});
