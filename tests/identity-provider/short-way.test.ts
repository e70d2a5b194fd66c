import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import type { NewService } from '../../src/modules/identity-provider/index.js';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, connect, redeem, relyingParty, type Service, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { asService, BY_ENGINE, basicOf, told } from './two-ways.js';
import { activatePhone, newService, type Phone, publish, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, service, rp } = all);
});

const bearer = (token: string, more: Record<string, string> = {}) => ({
  headers: { authorization: `Bearer ${token}`, ...more },
});

const userinfo = (token: string) => told(w, 'userinfo', bearer(token));
const userinfoByEngine = (token: string) => told(w, 'userinfo', { ...bearer(token), method: 'POST' });

const introspection = (token: string, by = service) => told(w, 'token/introspect', asService(by, { token }));
const introspectionByEngine = (token: string, by = service) =>
  told(w, 'token/introspect', asService(by, { token, ...BY_ENGINE }));

/** Both ways say the same, and the first one is the one expected. @returns the words of both */
async function sameBothWays(token: string, way: 'short' | 'engine', by = service) {
  const pairs = [
    [await userinfo(token), await userinfoByEngine(token)],
    [await introspection(token, by), await introspectionByEngine(token, by)],
  ] as const;
  for (const [short, engine] of pairs) {
    expect([short.byEngine, engine.byEngine]).toEqual([way === 'engine', true]);
    const read = ({ said }: typeof short) => ({ ...said, body: JSON.parse(said.body || '{}') });
    expect(read(short).body).toEqual(read(engine).body);
    expect(short.said.headers).toEqual(engine.said.headers);
    expect(short.said.status).toBe(engine.said.status);
  }
  return { userinfo: pairs[0][0].said, introspection: pairs[1][0].said };
}

async function tokenFor(more: Partial<NewService>, asked: Record<string, string> = {}) {
  const other = await newService(w, more);
  const client = await relyingParty(w, other);
  const request = await ask(client, asked);
  const back = await signIn(new Browser(w.origin), request, doctor.idNat, phone);
  return { service: other, token: (await redeem(client, back, request)).access_token };
}

describe('the short way of userinfo and introspection', () => {
  // An ADELI number takes its e-CPS with a card, which is not what is looked at here.
  for (const [name, person] of Object.entries(personas).filter(([name]) => name !== 'adeli'))
    it(`says to the letter what the engine says of ${name}`, async () => {
      await publish(w, person);
      const theirs = person.idNat === doctor.idNat ? phone : await activatePhone(w, person.idNat);
      const { tokens } = await connect(w, rp, person.idNat, theirs);
      const { userinfo: said } = await sameBothWays(tokens.access_token, 'short');
      expect(said.status).toBe(200);
      expect(said.body).toBe((await userinfoByEngine(tokens.access_token)).said.body);
    });

  for (const scope of ['openid', 'openid profile', 'scope_all identity openid', 'openid fhir scope_all'])
    for (const claims of ['national', 'clean'] as const)
      it(`gives the ${claims} claims of the scopes ${scope} as the engine does`, async () => {
        const given = await tokenFor({ options: { claims } }, { scope });
        const { userinfo: said } = await sameBothWays(given.token, 'short', given.service);
        expect(said.body).toBe((await userinfoByEngine(given.token)).said.body);
      });

  it('tells another service about a token as the engine does', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const resource = await newService(w, { name: 'Serveur de ressources' });
    const { introspection: said } = await sameBothWays(tokens.access_token, 'short', resource);
    expect(JSON.parse(said.body)).toMatchObject({ active: true, client_id: service.clientId });
  });

  it('leaves to the engine a choice of claims, and a service that keeps the names it knew', async () => {
    const chosen = { claims: JSON.stringify({ userinfo: { given_name: null } }) };
    const one = await tokenFor({}, { ...chosen, scope: 'openid' });
    await sameBothWays(one.token, 'engine', one.service);
    const two = await tokenFor({ options: { subject: 'stable' } });
    await sameBothWays(two.token, 'engine', two.service);
  });
});

describe('what is not to be answered', () => {
  const spoils: Record<string, () => Promise<unknown>> = {
    'a token that ran out in the store': () =>
      set('AccessToken', sql`expires_at = now() - interval '1 second'`),
    'a token that says it ran out': () => set('AccessToken', sql`payload = payload || '{"exp": 1}'`),
    'a token of another kind': () => set('AccessToken', sql`payload = payload || '{"kind": "RefreshToken"}'`),
    'a token for a key that is not shown': () =>
      set('AccessToken', sql`payload = payload || '{"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}'`),
    'a token for another service': () => set('AccessToken', sql`payload = payload || '{"aud": "une-autre"}'`),
    'a token of nobody': () =>
      set('AccessToken', sql`payload = payload || '{"accountId": "00000000-0000-4000-8000-000000000000"}'`),
    'a token whose grant ended': () => set('Grant', sql`expires_at = now() - interval '1 second'`),
    'a token whose grant says it ended': () => set('Grant', sql`payload = payload || '{"exp": 1}'`),
    'a grant of another service': () => set('Grant', sql`payload = payload || '{"clientId": "une-autre"}'`),
    'a grant of another person': () =>
      set('Grant', sql`payload = payload || '{"accountId": "00000000-0000-4000-8000-000000000000"}'`),
  };

  const set = (model: string, change: ReturnType<typeof sql>) =>
    sql`update identity_provider.artifacts set ${change} where model = ${model}`.execute(w.ctx.db);

  for (const [what, spoil] of Object.entries(spoils))
    it(`is refused by the engine, and by nothing before it: ${what}`, async () => {
      const { tokens } = await connect(w, rp, doctor.idNat, phone);
      const token = tokens.access_token;
      await sameBothWays(token, 'short');
      await spoil();
      expect(await userinfo(token)).toMatchObject({ byEngine: true, said: { status: expect.any(Number) } });
      expect((await userinfo(token)).said.status).toBeGreaterThanOrEqual(400);
      expect((await introspection(token)).byEngine).toBe(true);
    });

  it('is userinfo for a token without openid', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    await set('AccessToken', sql`payload = payload || '{"scope": "scope_all"}'`);
    expect(await userinfo(tokens.access_token)).toMatchObject({ byEngine: true, said: { status: 403 } });
  });

  it('is a token whose service was closed, and a service that shows a wrong secret', async () => {
    const { service: other, token } = await tokenFor({});
    const thief = { ...other, clientSecret: `${other.clientSecret.slice(0, -1)}_` };
    const refused = await introspection(token, thief);
    expect([refused.byEngine, refused.said.status]).toEqual([true, 401]);
    const nobody = await introspection(token, { clientId: 'personne', clientSecret: 'x' });
    expect([nobody.byEngine, nobody.said.status]).toEqual([true, 401]);
    await sql`update identity_provider.services set enabled = false where client_id = ${other.clientId}`.execute(
      w.ctx.db,
    );
    expect(await userinfo(token)).toMatchObject({ byEngine: true, said: { status: 401 } });
    expect(await introspection(token)).toMatchObject({ byEngine: true });
  });

  it('is a request with anything unusual in it: the engine looks at the same request', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const token = tokens.access_token;
    const proven = { authorization: basicOf(service) };
    const form = `token=${token}`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked: [string, RequestInit, number][] = [
      ['userinfo', bearer(token, { dpop: 'x' }), 400],
      ['userinfo', bearer(token, { origin: 'https://ailleurs.example' }), 400],
      ['userinfo?scope=openid', bearer(token), 200],
      ['userinfo', { headers: { authorization: `bearer ${token}` } }, 200],
      ['userinfo', { headers: { authorization: token } }, 400],
      ['token/introspect', { method: 'POST', headers: { ...proven, ...type }, body: `${form}&${form}` }, 400],
      ['token/introspect', { method: 'POST', headers: { ...proven, ...type }, body: `x=y&${form}` }, 200],
      [
        'token/introspect',
        { method: 'POST', headers: { ...proven, ...type }, body: `${form}&client_id=autre` },
        400,
      ],
      [
        'token/introspect',
        { method: 'POST', headers: { ...proven, ...type }, body: `${form}&x=${'y'.repeat(9000)}` },
        200,
      ],
      [
        'token/introspect',
        { method: 'POST', headers: { ...proven, 'content-type': 'text/plain' }, body: form },
        400,
      ],
      [
        'token/introspect',
        { method: 'POST', headers: { ...type, authorization: 'Basic !' }, body: form },
        400,
      ],
      ['token/introspect', { method: 'POST', headers: type, body: form }, 401],
    ];
    for (const [path, init, status] of asked) {
      const { byEngine, said } = await told(w, path, init);
      expect({ path, byEngine, status: said.status, body: init.body }).toEqual({
        ...{ path, byEngine: true, status, body: init.body },
      });
    }
  });
});
