import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tellLogout } from '../../src/modules/identity-provider/index.js';
import { endMeansOfClosed } from '../../src/modules/identity-provider/reactions/end-means-of-closed.js';
import { rows } from '../../src/platform/db/connection.js';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty, type Service, signIn } from './relying-party.js';
import {
  AFTER_LOGOUT,
  activatePhone,
  BACK,
  newService,
  type Phone,
  publish,
  type World,
  world,
} from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
let w: World;
let phone: Phone;
let listener: Server;
let at: string;
let told: string[] = [];
let answerWith = 200;
let service: Service;
let rp: oidc.Configuration;
let front: oidc.Configuration;

beforeAll(async () => {
  listener = createServer((req, res) => {
    let body = '';
    req.on('data', (part) => {
      body += part;
    });
    req.on('end', () => {
      told.push(new URLSearchParams(body).get('logout_token') ?? '');
      res.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  w = await world();
  await publish(w, nurse);
  phone = await activatePhone(w, nurse.idNat);
  service = await newService(w, { options: { backchannelLogoutUri: `${at}/deconnexion` } });
  rp = await relyingParty(w, service);
  const other = await newService(w, {
    name: 'Autre',
    redirectUris: [BACK, 'https://autre.example/retour'],
    options: { frontchannelLogoutUri: 'https://autre.example/fin?x=1' },
  });
  front = await relyingParty(w, other);
});
beforeEach(() => {
  told = [];
  answerWith = 200;
});
afterAll(async () => {
  await w.close();
  listener.close();
});

async function open(browser: Browser, party = rp) {
  const asked = await ask(party);
  return redeem(party, await signIn(browser, asked, nurse.idNat, phone), asked);
}

async function silently(browser: Browser, party: oidc.Configuration) {
  const asked = await ask(party);
  return redeem(party, (await browser.follow(asked.url.href)).url, asked);
}

/** Runs the jobs that wait, as the worker would; out: the errors of those that failed. */
async function deliver(): Promise<string[]> {
  const failures: string[] = [];
  const waiting = await rows(
    w.ctx.db,
    sql<{ clientId: string; sid: string }>`select client_id "clientId", sid
      from identity_provider.logout_notices where told_at is null order by asked_at`,
  );
  for (const notice of waiting)
    await tellLogout.run(w.ctx, notice).catch((error: Error) => failures.push(error.message));
  return failures;
}

const asked = (sid: string) =>
  rows(
    w.ctx.db,
    sql<{ payload: { sid: string } }>`select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${tellLogout.name} and j.payload ->> 'sid' = ${sid}`,
  );

const logout = (idToken: string, more: Record<string, string> = {}, accept = 'text/html') => {
  const url = new URL(`${w.issuer}/protocol/openid-connect/logout`);
  url.search = String(new URLSearchParams({ id_token_hint: idToken, ...more }));
  return fetch(url, { redirect: 'manual', headers: { accept } });
};

describe('a logout', () => {
  it('is told to the services that asked, by a job, with a signed token that names the session', async () => {
    const browser = new Browser(w.origin);
    const tokens = await open(browser);
    const sid = tokens.session_state as string;
    expect((await logout(tokens.id_token as string)).status).toBe(200);
    expect(told).toEqual([]);
    expect(await asked(sid)).toHaveLength(1);
    expect(await deliver()).toEqual([]);
    expect(told).toHaveLength(1);
    const jwks = createRemoteJWKSet(new URL(`${w.issuer}/protocol/openid-connect/certs`));
    const { payload } = await jwtVerify(told[0] as string, jwks, {
      ...{ issuer: w.issuer, audience: service.clientId, typ: 'logout+jwt' },
    });
    expect(payload).toMatchObject({
      sid,
      sub: tokens.claims()?.sub,
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload).not.toHaveProperty('nonce');
    await deliver();
    expect(told).toHaveLength(1);
  });

  it('that a service does not take is told again, and nobody who signs out waits for it', async () => {
    const tokens = await open(new Browser(w.origin));
    answerWith = 500;
    expect((await logout(tokens.id_token as string)).status).toBe(200);
    expect(await deliver()).toEqual([`service ${service.clientId} was not told of a logout: HTTP 500`]);
    answerWith = 204;
    expect(await deliver()).toEqual([]);
    const [notice] = await rows(
      w.ctx.db,
      sql<{ attempts: number; failure: string | null }>`select attempts, failure
        from identity_provider.logout_notices where sid = ${tokens.session_state as string}`,
    );
    expect(notice).toEqual({ attempts: 2, failure: null });
  });

  it('is not told to a private address that nobody allowed', async () => {
    const narrow = { ...w.ctx, config: { ...w.ctx.config, outgoingAllowed: [] } };
    const tokens = await open(new Browser(w.origin));
    await logout(tokens.id_token as string);
    const job = { clientId: service.clientId, sid: tokens.session_state };
    await expect(tellLogout.run(narrow, job)).rejects.toThrow('this address is not called');
    expect(told).toEqual([]);
    await deliver();
  });

  it('asked twice, or twenty times at once, is told once', async () => {
    const tokens = await open(new Browser(w.origin));
    await Promise.all(Array.from({ length: 20 }, () => logout(tokens.id_token as string)));
    expect(await asked(tokens.session_state as string)).toHaveLength(1);
    await deliver();
    expect(told).toHaveLength(1);
  });

  it('reaches the services of the other kind through the browser, which then goes back', async () => {
    const browser = new Browser(w.origin);
    const tokens = await open(browser);
    await silently(browser, front);
    const answer = await logout(tokens.id_token as string, {
      post_logout_redirect_uri: AFTER_LOGOUT,
      state: 'etat',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain('frame-src https://autre.example');
    expect(answer.headers.get('refresh')).toContain(`url=${AFTER_LOGOUT}?state=etat`);
    const page = await answer.text();
    const frame = new URL(/<iframe src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '');
    expect(Object.fromEntries(frame.searchParams)).toEqual({
      ...{ x: '1', iss: w.issuer, sid: tokens.session_state },
    });
    expect((await logout(tokens.id_token as string, {}, 'application/json')).status).toBe(204);
  });

  it('of somebody struck off comes by itself', async () => {
    await deliver();
    told = [];
    const tokens = await open(new Browser(w.origin));
    await publish(w, { ...nurse, version: nurse.version + 1 }, false);
    await endMeansOfClosed.run(w.ctx, [nurse.idNat]);
    await deliver();
    expect(told).toHaveLength(1);
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toEqual({ active: false });
    await publish(w, { ...nurse, version: nurse.version + 2 });
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toEqual({ active: false });
  });
});
