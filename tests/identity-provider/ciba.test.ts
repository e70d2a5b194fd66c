import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { pingServices } from '../../src/modules/identity-provider/index.js';
import { personas } from './personas.js';
import { relyingParty, type Service } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;
let rp: oidc.Configuration;

beforeAll(async () => {
  w = await world([], { ESCULAPE_LOG: 'error' });
  await publish(w, nurse);
  await publish(w, doctor);
  phone = await activatePhone(w, nurse.idNat);
  service = await newService(w, { options: { ciba: { delivery: 'poll' } } });
  rp = await relyingParty(w, service);
});
afterAll(() => w.close());

const asked = { scope: 'openid scope_all', acr_values: 'eidas1', binding_message: '07', channel: 'MOBILE' };

const start = (more: Record<string, string> = {}, party = rp) =>
  oidc.initiateBackchannelAuthentication(party, { ...asked, login_hint: nurse.idNat, ...more });

const B = () => `${w.issuer}/protocol/openid-connect`;

async function poll(id: string, by = service): Promise<{ status: number; body: Record<string, string> }> {
  const answer = await fetch(`${B()}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${by.clientId}:${by.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: id }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

/** As if the service had waited as long as it must. */
const rested = () =>
  sql`update identity_provider.ciba_requests set asked_last_at = asked_last_at - interval '1 minute'`.execute(
    w.ctx.db,
  );

describe('a sign-in without a browser', () => {
  it('goes from the demand to the tokens, once the person chose the number that the software shows', async () => {
    const request = await start();
    expect(request).toMatchObject({ expires_in: 120, interval: 2, auth_req_id: expect.any(String) });
    expect(await poll(request.auth_req_id)).toMatchObject({
      status: 400,
      body: { error: 'authorization_pending' },
    });
    await phone.answer('approve', 7);
    await rested();
    const tokens = await oidc.pollBackchannelAuthenticationGrant(rp, {
      ...request,
      interval: 0.01,
    } as typeof request);
    expect(Object.keys(tokens)).toEqual(
      expect.arrayContaining(['refresh_token', 'id_token', 'session_state']),
    );
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      ...{ acr: 'eidas1', authMode: 'MOBILE', preferred_username: nurse.idNat, sid: tokens.session_state },
    });
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(userinfo).toMatchObject({ SubjectNameID: nurse.idNat, authMode: 'MOBILE' });
    const next = await oidc.refreshTokenGrant(rp, tokens.refresh_token as string);
    expect(decodeJwt(next.access_token).sid).toBe(tokens.session_state);
    await logout(tokens.id_token as string);
    expect(await oidc.tokenIntrospection(rp, next.access_token)).toEqual({ active: false });
  });

  it('gives its tokens once, of twenty that ask at the same time', async () => {
    const { auth_req_id: id } = await start();
    await phone.answer('approve', 7);
    const first = await poll(id);
    expect(first.status).toBe(200);
    await rested();
    const again = await Promise.all(Array.from({ length: 20 }, () => poll(id)));
    expect(new Set(again.map(({ body }) => body.error))).toEqual(new Set(['invalid_grant']));
    // A replay ends what the first answer gave.
    expect(await oidc.tokenIntrospection(rp, first.body.access_token as string)).toEqual({ active: false });
  });

  it('is refused on the phone, or with another number: access_denied, and no token', async () => {
    for (const [decision, number] of [['refuse'], ['approve', 8]] as const) {
      const { auth_req_id: id } = await start();
      await phone.answer(decision, number).catch(() => undefined);
      await rested();
      expect(await poll(id)).toMatchObject({ status: 400, body: { error: 'access_denied' } });
    }
    // Two refusals in a row are not three: the phone is not taken for harassed.
    const { auth_req_id: id } = await start();
    await phone.answer('approve', 7);
    expect((await poll(id)).status).toBe(200);
  });

  it('expires: expired_token', async () => {
    const { auth_req_id: id } = await start();
    await sql`update identity_provider.artifacts set expires_at = now() - interval '1 second',
        payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch from now())::int - 1))
      where model = 'BackchannelAuthenticationRequest' and consumed_at is null`.execute(w.ctx.db);
    expect(await poll(id)).toMatchObject({ status: 400, body: { error: 'expired_token' } });
    await phone.answer('refuse');
  });

  it('slows down a service that asks too often, more and more', async () => {
    const { auth_req_id: id } = await start();
    expect((await poll(id)).body.error).toBe('authorization_pending');
    expect((await poll(id)).body.error).toBe('slow_down');
    const interval = await sql<{ n: number }>`select interval_seconds n from identity_provider.ciba_requests
      order by expires_at desc limit 1`.execute(w.ctx.db);
    expect(interval.rows[0]?.n).toBe(7);
    await rested();
    expect((await poll(id)).body.error).toBe('authorization_pending');
    await phone.answer('approve', 7);
    await rested();
    expect((await poll(id)).status).toBe(200);
  });

  it('belongs to the service that asked: another one gets nothing and slows nobody down', async () => {
    const other = await newService(w, { name: 'Autre', options: { ciba: { delivery: 'poll' } } });
    const { auth_req_id: id } = await start();
    for (let i = 0; i < 3; i += 1) expect((await poll(id, other)).body.error).toBe('invalid_grant');
    await phone.answer('approve', 7);
    expect((await poll(id)).status).toBe(200);
  });

  it.each([
    ['without a message', { binding_message: '' }, 'invalid_binding_message'],
    ['with three digits', { binding_message: '123' }, 'invalid_binding_message'],
    ['with letters', { binding_message: 'ab' }, 'invalid_binding_message'],
    ['on another channel', { channel: 'FAX' }, 'invalid_request'],
    ['for nobody', { login_hint: '899700000000' }, 'unknown_user_id'],
    ['for a name', { login_hint: 'Martin' }, 'unknown_user_id'],
    ['for somebody without e-CPS', { login_hint: doctor.idNat }, 'unknown_user_id'],
    ['by card for somebody without card', { channel: 'CARD' }, 'unknown_user_id'],
    ['with a hint of another kind', { login_hint: '', login_hint_token: 'x' }, 'invalid_request'],
    ['without openid', { scope: 'scope_all' }, 'invalid_request'],
    [
      'with a level that no sign-in reaches',
      { claims: '{"id_token":{"acr":{"essential":true,"value":"eidas3"}}}' },
      'unmet_authentication_requirements',
    ],
  ])('is refused %s', async (_why, more, error) => {
    await expect(start(more)).rejects.toMatchObject({ error });
    expect(await ecps.pendingRequests(w.ctx, '00000000-0000-4000-8000-000000000000')).toEqual([]);
  });

  it('is refused with another level than that of the référentiel, to a strict service', async () => {
    const options = { ciba: { delivery: 'poll' } } as const;
    const party = await relyingParty(
      w,
      await newService(w, { name: 'Stricte', acrPolicy: 'strict', options }),
    );
    await expect(start({ acr_values: 'eidas3' }, party)).rejects.toMatchObject({ error: 'invalid_request' });
    expect((await start({}, party)).auth_req_id).toBeTruthy();
    await phone.answer('refuse');
  });

  it('is for services that were allowed it', async () => {
    const closed = await relyingParty(w, await newService(w, { name: 'Sans CIBA' }));
    await expect(start({}, closed)).rejects.toMatchObject({ error: 'unauthorized_client' });
  });

  it('signs on no browser', async () => {
    const { auth_req_id: id } = await start();
    await phone.answer('approve', 7);
    const { body } = await poll(id);
    const url = new URL(`${B()}/auth`);
    url.search = String(
      new URLSearchParams({
        ...{ client_id: service.clientId, response_type: 'code', scope: 'openid', prompt: 'none' },
        ...{ redirect_uri: 'https://service.example/retour', id_token_hint: body.id_token as string },
      }),
    );
    const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
    expect(new URL(back).searchParams.get('error')).toBe('login_required');
  });

  const logout = async (hint: string) => {
    const url = `${B()}/logout?id_token_hint=${hint}`;
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(204);
  };
});

describe('a service that wants to be told', () => {
  it('is told once the person answered, with its own token, and comes for its tokens', async () => {
    const heard: { authorization: string | undefined; body: string }[] = [];
    let answerWith = 503;
    const listener = createServer((req, res) => {
      let body = '';
      req.on('data', (part) => {
        body += part;
      });
      req.on('end', () => {
        heard.push({ authorization: req.headers.authorization, body });
        res.writeHead(answerWith).end();
      });
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const notificationUri = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/ping`;
    const pinged = await newService(w, {
      name: 'Ping',
      options: { ciba: { delivery: 'ping', notificationUri } },
    });
    const party = await relyingParty(w, pinged);
    await expect(start({}, party)).rejects.toMatchObject({ error: 'invalid_request' });
    const { auth_req_id: id } = await start({ client_notification_token: 'jeton-du-service' }, party);
    await phone.answer('approve', 7);
    const [approval] = (
      await sql<{ id: string }>`select approval_id id from identity_provider.ciba_requests
        where client_id = ${pinged.clientId}`.execute(w.ctx.db)
    ).rows;
    const told = await sql`select 1 from platform.events where type = 'credentials.request-decided'
      and subject = ${approval?.id ?? ''}`.execute(w.ctx.db);
    expect(told.rows).toHaveLength(1);
    await expect(pingServices.run(w.ctx, [approval?.id ?? ''])).rejects.toThrow('503');
    answerWith = 204;
    await pingServices.run(w.ctx, [approval?.id ?? '']);
    expect(heard.at(-1)).toEqual({
      authorization: 'Bearer jeton-du-service',
      body: JSON.stringify({ auth_req_id: id }),
    });
    expect((await poll(id, pinged)).status).toBe(200);
    await pingServices.run(w.ctx, [approval?.id ?? '']);
    expect(heard).toHaveLength(2);
    listener.close();
  });
});
