import { Hono } from 'hono';
import { exportJWK, generateKeyPair } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveInitialToken } from '../../src/modules/identity-provider/index.js';
import { registrationDoor } from '../../src/modules/identity-provider/registration/route.js';
import type { Env } from '../../src/platform/http/request.js';
import { requestCtx } from '../../src/platform/http/request.js';
import { personas } from './personas.js';
import { connect, relyingParty } from './relying-party.js';
import { activatePhone, BACK, publish, type World, world } from './world.js';

let w: World;
let at: string;

beforeAll(async () => {
  w = await world();
  at = `${w.issuer}/clients-registrations/openid-connect`;
});
afterAll(() => w.close());

type Body = Record<string, unknown>;
const service = { client_name: 'Mon logiciel', redirect_uris: [BACK] };

async function send(method: string, url: string, body?: unknown, token?: string) {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { answer, status: answer.status, body: (text ? JSON.parse(text) : {}) as Body };
}

const register = (more: Body = {}) => send('POST', at, { ...service, ...more });

describe('a service that registers itself', () => {
  it('signs people in with what it got, and is discovered', async () => {
    const nurse = personas.nurse as (typeof personas)[string];
    await publish(w, nurse);
    const phone = await activatePhone(w, nurse.idNat);
    const rp = await oidc.dynamicClientRegistration(new URL(w.issuer), service, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
    expect(rp.serverMetadata().registration_endpoint).toBe(at);
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    expect(tokens.id_token).toBeTypeOf('string');
  });

  it('reads, replaces and removes its registration by its own token only', async () => {
    const made = (await register()).body;
    const [uri, token] = [made.registration_client_uri as string, made.registration_access_token as string];
    const other = (await register()).body.registration_access_token as string;
    for (const wrong of [undefined, 'nothing', other]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? { ...service, client_id: made.client_id } : undefined;
        expect((await send(method, uri, body, wrong)).status).toBe(401);
      }
    }
    const read = await send('GET', uri, undefined, token);
    expect(read.body).toMatchObject({ client_id: made.client_id, client_name: 'Mon logiciel' });
    expect(read.body).not.toHaveProperty('client_secret');
    const changed = {
      ...service,
      client_id: made.client_id,
      client_name: 'Autre nom',
      dpop_bound_access_tokens: true,
    };
    expect((await send('PUT', uri, changed, token)).body).toMatchObject({
      ...{ client_name: 'Autre nom', dpop_bound_access_tokens: true },
    });
    const rp = await relyingParty(w, {
      clientId: made.client_id as string,
      clientSecret: made.client_secret as string,
    });
    expect(await oidc.tokenIntrospection(rp, 'nothing')).toEqual({ active: false });
    expect((await send('PUT', uri, { ...changed, client_id: 'another' }, token)).status).toBe(400);
    expect((await send('PUT', uri, { ...changed, client_secret: 'chosen' }, token)).status).toBe(400);
    expect((await send('DELETE', uri, undefined, token)).status).toBe(204);
    expect((await send('GET', uri, undefined, token)).status).toBe(401);
    await expect(oidc.tokenIntrospection(rp, 'nothing')).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('is told in French without accents (RFC 6749 §5.2) what its metadata are refused for', async () => {
    for (const bad of [
      { client_name: 7 },
      { redirect_uris: undefined },
      { userinfo_signed_response_alg: 'RS256' },
      { token_endpoint_auth_method: 'none' },
      { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: 'aucune' } },
    ]) {
      const { status, body } = await register(bad);
      expect([status, String(body.error_description)]).toEqual([
        400,
        expect.stringMatching(/^[ -!#-[\]-~]*(valeur|champ|cles)[ -!#-[\]-~]*$/),
      ]);
      expect(body.error_description).not.toMatch(/Invalid|expected|Unrecognized|Too/);
    }
  });

  it('needs no name: people are shown where it is', async () => {
    const made = await register({ client_name: undefined });
    expect([made.status, made.body.client_name]).toEqual([201, 'service.example']);
  });

  it('may send its own secret back when it replaces its registration, and no other', async () => {
    const { body } = await register();
    const put = (client_secret: unknown) =>
      send(
        'PUT',
        String(body.registration_client_uri),
        { ...service, client_id: body.client_id, client_secret },
        String(body.registration_access_token),
      );
    expect((await put(body.client_secret)).status).toBe(200);
    for (const other of ['chosen', '', 7]) expect((await put(other)).status).toBe(400);
  });

  it('may give keys in place of a secret, and the addresses of its logout', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const keyed = await register({
      ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } },
      ...{
        backchannel_logout_uri: 'https://service.example/fin',
        frontchannel_logout_uri: 'https://service.example/f',
      },
      ...{
        grant_types: ['authorization_code', 'urn:openid:params:grant-type:ciba'],
        contacts: ['a@service.example'],
      },
    });
    expect(keyed.status).toBe(201);
    expect(keyed.body).not.toHaveProperty('client_secret');
    expect(keyed.body).toMatchObject({
      backchannel_logout_session_required: true,
      backchannel_token_delivery_mode: 'poll',
    });
    const secret = await exportJWK(privateKey);
    expect(
      (await register({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [secret] } })).status,
    ).toBe(400);
  });

  it('replaces what metadata say, and leaves what they cannot say as it was', async () => {
    const made = await register({ dpop_bound_access_tokens: true });
    const { client_id: clientId, registration_access_token: token, registration_client_uri: uri } = made.body;
    const unsaid = {
      ...{ subject: 'stable', claims: 'clean', events: { delivery: 'poll' }, acceptedMeans: ['CARD'] },
      ...{ tokenExchange: { towards: ['autre'], from: [] }, pscOnly: true, singleFactorReentry: true },
      ...{ sharedWorkstation: true, nonNominativeCards: true },
    };
    const optionsNow = async () =>
      (
        await sql<{ options: object }>`select options from identity_provider.services
          where client_id = ${clientId}`.execute(w.ctx.db)
      ).rows[0]?.options;
    await sql`update identity_provider.services set options = options || ${JSON.stringify(unsaid)}::jsonb
      where client_id = ${clientId}`.execute(w.ctx.db);
    const put = await send('PUT', String(uri), { ...service, client_id: clientId }, String(token));
    expect(put.status).toBe(200);
    expect(await optionsNow()).toMatchObject({ ...unsaid, dpop: false });
    const refused = await send('PUT', String(uri), { ...service, client_id: clientId }, 'autre');
    expect(refused.status).toBe(401);
  });

  it.each<[string, Body, string]>([
    ['no address', { redirect_uris: [] }, 'invalid_redirect_uri'],
    ['an address with a fragment', { redirect_uris: ['https://a.example/#x'] }, 'invalid_redirect_uri'],
    ['an address with a joker', { redirect_uris: ['https://*.example/'] }, 'invalid_redirect_uri'],
    ['an address of another kind', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['an empty name', { client_name: '' }, 'invalid_client_metadata'],
    [
      'a logout page on another host than its own',
      { frontchannel_logout_uri: 'https://autre.example/fin' },
      'invalid_client_metadata',
    ],
    ['implicit', { response_types: ['id_token'] }, 'invalid_client_metadata'],
    ['a password grant', { grant_types: ['password'] }, 'invalid_client_metadata'],
    ['no authentication', { token_endpoint_auth_method: 'none' }, 'invalid_client_metadata'],
    [
      'a certificate of no name',
      { token_endpoint_auth_method: 'tls_client_auth' },
      'invalid_client_metadata',
    ],
    [
      'tokens bound to a key and to a certificate',
      { tls_client_certificate_bound_access_tokens: true, dpop_bound_access_tokens: true },
      'invalid_client_metadata',
    ],
    ['pairwise subjects', { subject_type: 'pairwise' }, 'invalid_client_metadata'],
    ['unsigned tokens', { id_token_signed_response_alg: 'none' }, 'invalid_client_metadata'],
    ['keys without keys', { token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    ['a software statement', { software_statement: 'x.y.z' }, 'invalid_software_statement'],
  ])('with %s is refused, and nothing is kept', async (_what, more, error) => {
    const count = async () =>
      (await sql`select 1 from identity_provider.services`.execute(w.ctx.db)).rows.length;
    const before = await count();
    const refused = await register(more);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error, error_description: expect.any(String) });
    expect(await count()).toBe(before);
  });

  it('that sends no JSON, or a name that no database can hold, is refused without a failure', async () => {
    expect((await fetch(at, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await send('GET', `${at}/%00`, undefined, 'x')).status).toBe(401);
  });
});

/** The door of a production; out: registers there. */
function inProduction() {
  const app = { ...w.app, config: { ...w.app.config, profile: 'production' as const } };
  const door = new Hono<Env>();
  door.use(async (c, next) => {
    c.set('ctx', { ...requestCtx(w.app.ctx), config: app.config });
    await next();
  });
  door.route('/', registrationDoor(app));
  return (token?: string, more: Body = {}) =>
    door.request('/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ ...service, ...more }),
    });
}

describe('in production', () => {
  it('a service needs an initial token, good for as many services as was said', async () => {
    const post = inProduction();
    expect((await post()).status).toBe(401);
    expect((await post('nothing')).status).toBe(401);
    const token = await giveInitialToken(w.ctx, { uses: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(token)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    const old = await giveInitialToken(w.ctx, { days: 0 });
    expect((await post(old)).status).toBe(401);
  });

  it('what is refused for its metadata leaves the use of the initial token', async () => {
    const { post, token } = { post: inProduction(), token: await giveInitialToken(w.ctx) };
    for (const bad of [{ redirect_uris: ['https://*.example/'] }, { redirect_uris: undefined }])
      expect((await post(token, bad)).status).toBe(400);
    expect((await post(token)).status).toBe(201);
    expect((await post(token)).status).toBe(401);
  });
});
