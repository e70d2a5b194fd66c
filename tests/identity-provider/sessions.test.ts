import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty, type Service, signIn } from './relying-party.js';
import { AFTER_LOGOUT, activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
const carer = personas['role-313'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let carerPhone: Phone;
let first: Service;
let a: oidc.Configuration;
let b: oidc.Configuration;
let c: oidc.Configuration;

beforeAll(async () => {
  w = await world();
  await publish(w, doctor);
  await publish(w, carer);
  phone = await activatePhone(w, doctor.idNat);
  carerPhone = await activatePhone(w, carer.idNat);
  first = await newService(w);
  a = await relyingParty(w, first);
  b = await relyingParty(w, await newService(w, { name: 'Messagerie' }));
  c = await relyingParty(w, await newService(w, { name: 'Prescription' }));
});
afterAll(() => w.close());

async function open(rp: oidc.Configuration, browser: Browser, idNat = doctor.idNat, by = phone) {
  const asked = await ask(rp);
  return redeem(rp, await signIn(browser, asked, idNat, by), asked);
}

/** Goes to a service with what the browser already has; undefined when the sign-in page shows. */
async function silently(rp: oidc.Configuration, browser: Browser) {
  const asked = await ask(rp);
  const { url } = await browser.follow(asked.url.href);
  return url.searchParams.has('code') ? redeem(rp, url, asked) : undefined;
}

const age = (minutes: number, model = 'Session') =>
  sql`update identity_provider.artifacts set expires_at = expires_at - make_interval(mins => ${minutes})
    where model = ${model}`.execute(w.ctx.db);

/** Makes as if the strong authentication were older. */
const ageSignIn = (seconds: number) =>
  sql`update identity_provider.artifacts
    set payload = jsonb_set(payload, '{loginTs}', to_jsonb((payload->>'loginTs')::int - ${seconds}::int))
    where model = 'Session' and payload ? 'loginTs'`.execute(w.ctx.db);

const idNatOf = async (rp: oidc.Configuration, accessToken: string) =>
  (await oidc.fetchUserInfo(rp, accessToken, oidc.skipSubjectCheck)).SubjectNameID;

describe('one sign-in for all services', () => {
  it('S1-11 S3-99 opens a second service without asking, with the same idNat; a browser without session is asked', async () => {
    const browser = new Browser(w.origin);
    const one = await open(a, browser);
    const two = await silently(b, browser);
    expect(await idNatOf(b, two?.access_token ?? '')).toBe(await idNatOf(a, one.access_token));
    expect(two?.claims()?.sid).toBe(one.claims()?.sid);
    expect(two?.claims()?.auth_time).toBe(one.claims()?.auth_time);
    expect(await silently(b, new Browser(w.origin))).toBeUndefined();
  });

  it('S1-10 S3-25 opens three services with one e-CPS and one code; a refusal on the same phone opens none', async () => {
    const browser = new Browser(w.origin);
    await open(a, browser, carer.idNat, carerPhone);
    for (const rp of [b, c]) {
      const tokens = await silently(rp, browser);
      expect(await idNatOf(rp, tokens?.access_token ?? '')).toBe(carer.idNat);
    }
    const other = new Browser(w.origin);
    const start = await other.follow((await ask(a)).url.href);
    const waiting = await other.follow(start.url.href, { idNat: carer.idNat });
    await carerPhone.answer('refuse');
    const ended = await other.follow(waiting.url.href);
    expect(ended.answer.status).toBe(403);
    for (const rp of [a, b, c]) expect(await silently(rp, other)).toBeUndefined();
  });

  it('S3-104 opens service B without prompt, and asks again everywhere after the session ended', async () => {
    const browser = new Browser(w.origin);
    const one = await open(a, browser);
    expect(await silently(b, browser)).toBeDefined();
    const out = await browser.go(oidc.buildEndSessionUrl(a, { id_token_hint: one.id_token as string }).href);
    expect(await out.text()).toContain('Vous êtes déconnecté');
    expect(await silently(a, browser)).toBeUndefined();
    expect(await silently(b, browser)).toBeUndefined();
  });

  it('asks again after thirty idle minutes, and the chain of refresh tokens goes on by itself', async () => {
    const browser = new Browser(w.origin);
    const tokens = await open(a, browser);
    await age(29);
    expect(await silently(b, browser)).toBeDefined();
    await age(31);
    expect(await silently(b, browser)).toBeUndefined();
    const next = await oidc.refreshTokenGrant(a, tokens.refresh_token as string);
    expect(next.access_token).toBeTypeOf('string');
    // A refresh is not the person: the browser stays signed out.
    expect(await silently(b, browser)).toBeUndefined();
  });

  it('asks again four hours after the sign-in whatever the use, and chains of refresh end there too', async () => {
    const browser = new Browser(w.origin);
    await open(a, browser);
    await ageSignIn(4 * 3600 - 60);
    const late = await silently(b, browser);
    expect(late?.refresh_expires_in).toBeLessThanOrEqual(60);
    const left = await sql<{ s: number }>`select max(extract(epoch from expires_at - now()))::int s
      from identity_provider.artifacts where model = 'Session' and payload ? 'accountId'
      and (payload->>'loginTs')::int < extract(epoch from now()) - 14000`.execute(w.ctx.db);
    expect(left.rows[0]?.s).toBeLessThanOrEqual(60);
    await age(2);
    expect(await silently(b, browser)).toBeUndefined();
  });

  it('asks again when the service wants it, and lets another person take over, which ends the first session', async () => {
    const browser = new Browser(w.origin);
    const former = await open(a, browser);
    const asked = await ask(b, { prompt: 'login' });
    const start = await browser.follow(asked.url.href);
    expect(start.url.pathname).toContain('/auth/connexion/');
    const waiting = await browser.follow(start.url.href, { idNat: carer.idNat });
    await carerPhone.answer('approve');
    const leave = await (await browser.follow(waiting.url.href)).answer.text();
    const action = /action="([^"]+)"/.exec(leave)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(leave)?.[1] ?? '';
    const back = await browser.follow(action, { xsrf, logout: 'yes' });
    const tokens = await redeem(b, back.url, asked);
    expect(tokens.claims()?.preferred_username).toBe(carer.idNat);
    expect(tokens.claims()?.sid).not.toBe(former.claims()?.sid);
    expect(await oidc.tokenIntrospection(a, former.access_token)).toEqual({ active: false });
    expect((await silently(c, browser))?.claims()?.preferred_username).toBe(carer.idNat);
  });

  it('asks again, and then refuses, once the person is no longer in the directory', async () => {
    const leaver = { ...doctor, idNat: '899780000156', version: 1 };
    await publish(w, leaver);
    const browser = new Browser(w.origin);
    await open(a, browser, leaver.idNat, await activatePhone(w, leaver.idNat));
    await publish(w, { ...leaver, version: 2 }, false);
    expect(await silently(b, browser)).toBeUndefined();
    const start = await browser.follow((await ask(b)).url.href);
    expect((await browser.go(start.url.href, { idNat: leaver.idNat })).status).toBe(422);
  });
});

describe('logout', () => {
  const logoutAt = (tokens: oidc.TokenEndpointResponse, more: Record<string, string> = {}) =>
    oidc.buildEndSessionUrl(a, { id_token_hint: tokens.id_token as string, ...more });

  it('by the browser goes back to the declared address with the state, and ends every token', async () => {
    const browser = new Browser(w.origin);
    const tokens = await open(a, browser);
    const other = await silently(b, browser);
    const answer = await browser.go(
      logoutAt(tokens, { post_logout_redirect_uri: AFTER_LOGOUT, state: 'abc' }).href,
    );
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${AFTER_LOGOUT}?state=abc`);
    expect(await oidc.tokenIntrospection(a, tokens.access_token)).toEqual({ active: false });
    expect(await oidc.tokenIntrospection(a, other?.access_token ?? '')).toEqual({ active: false });
    await expect(oidc.refreshTokenGrant(a, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it.each(['GET', 'POST'])(
    'by the server (%s, no cookie) ends the session that the hint names',
    async (method) => {
      const browser = new Browser(w.origin);
      const tokens = await open(a, browser);
      const bystander = new Browser(w.origin);
      await open(a, bystander);
      const url = logoutAt(tokens);
      const answer =
        method === 'GET'
          ? await fetch(url, { headers: { accept: '*/*' } })
          : await fetch(`${url.origin}${url.pathname}`, {
              method,
              body: url.searchParams,
              headers: { accept: '*/*' },
            });
      expect(answer.status).toBe(204);
      expect(await silently(b, browser)).toBeUndefined();
      expect(await silently(b, bystander)).toBeDefined();
      expect(await oidc.tokenIntrospection(a, tokens.access_token)).toEqual({ active: false });
    },
  );

  it('refuses a foreign return address and a forged hint, and then ends nothing', async () => {
    const browser = new Browser(w.origin);
    const tokens = await open(a, browser);
    const foreign = logoutAt(tokens, { post_logout_redirect_uri: `${AFTER_LOGOUT}/x` });
    expect((await browser.go(foreign.href)).status).toBe(400);
    const forged = logoutAt(tokens);
    forged.searchParams.set('id_token_hint', `${(tokens.id_token as string).slice(0, -8)}AAAAAAAA`);
    expect((await browser.go(forged.href)).status).toBe(400);
    const asAccess = logoutAt(tokens);
    asAccess.searchParams.set('id_token_hint', tokens.access_token);
    expect((await browser.go(asAccess.href)).status).toBe(400);
    expect(await silently(b, browser)).toBeDefined();
  });

  it('without a hint asks first, then ends the session of that browser', async () => {
    const browser = new Browser(w.origin);
    await open(a, browser);
    const url = `${w.issuer}/protocol/openid-connect/logout`;
    expect(await (await browser.go(url)).text()).toContain('Voulez-vous vous déconnecter');
    expect(await silently(b, browser)).toBeDefined();
    expect(await (await browser.go(url, { confirm: 'oui' })).text()).toContain('Vous êtes déconnecté');
    expect(await silently(b, browser)).toBeUndefined();
  });
});
