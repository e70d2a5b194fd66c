import { sql } from 'kysely';
import type * as oidc from 'openid-client';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { type Asked, ask, connect, type Service, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { BACK, type Phone, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, service, rp } = all);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** How many statements about Pro Santé Connect's own tables `work` causes. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const query = pg.Client.prototype.query;
  const said: string[] = [];
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | { text?: string }];
    said.push(typeof first === 'string' ? first : (first.text ?? ''));
    return Reflect.apply(query, this, args);
  } as never);
  await work();
  vi.restoreAllMocks();
  return said.filter((text) => text.includes('identity_provider.')).length;
}

function asService(path: string, form: Record<string, string>): Promise<Response> {
  const basic = Buffer.from(`${service.clientId}:${service.clientSecret}`).toString('base64');
  return fetch(`${w.issuer}/protocol/openid-connect/${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  });
}

const redeem = (code: string, { verifier }: Asked) =>
  asService('token', {
    ...{ grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: verifier },
  });

describe('a request to the protocol engine', () => {
  it('reads by one statement, and writes by one', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const userinfo = `${w.issuer}/protocol/openid-connect/userinfo`;
    expect(await statements(() => fetch(userinfo, { headers }))).toBe(1);
    expect(await statements(() => asService('token/introspect', { token: tokens.access_token }))).toBe(1);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token as string };
    expect(await statements(() => asService('token', refresh))).toBe(2);
    const asked = await ask(rp);
    const back = await signIn(new Browser(w.origin), asked, doctor.idNat, phone);
    expect(await statements(() => redeem(back.searchParams.get('code') ?? '', asked))).toBe(2);
  });

  it('spends a code and gives its tokens together, or neither', async () => {
    const asked = await ask(rp);
    const back = await signIn(new Browser(w.origin), asked, doctor.idNat, phone);
    const code = back.searchParams.get('code') ?? '';
    await sql`alter table identity_provider.visits add constraint never check (false) not valid`.execute(
      w.ctx.db,
    );
    const failed = await redeem(code, asked);
    await sql`alter table identity_provider.visits drop constraint never`.execute(w.ctx.db);
    expect([failed.status, await failed.json()]).toMatchObject([500, { error: 'server_error' }]);
    const given = await redeem(code, asked);
    expect([given.status, await given.json()]).toMatchObject([200, { token_type: 'Bearer' }]);
    const again = await redeem(code, asked);
    expect([again.status, await again.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  it('sends nobody back with a code that was not kept', async () => {
    const browser = new Browser(w.origin);
    await signIn(browser, await ask(rp), doctor.idNat, phone);
    await sql`alter table identity_provider.artifacts add constraint never check (model <> 'AuthorizationCode') not valid`.execute(
      w.ctx.db,
    );
    const page = await browser.follow((await ask(rp)).url.href);
    await sql`alter table identity_provider.artifacts drop constraint never`.execute(w.ctx.db);
    expect(page.answer.status).toBe(500);
    expect(page.url.href.startsWith(BACK)).toBe(false);
    expect(await page.answer.text()).toContain('server_error');
    const now = await browser.follow((await ask(rp)).url.href);
    expect(now.url.searchParams.get('code')).toBeTruthy();
  });
});

describe('an access token', () => {
  it('is refused whatever sign of it was changed, the last of its signature too', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const userinfo = (token: string) =>
      fetch(`${w.issuer}/protocol/openid-connect/userinfo`, {
        headers: { authorization: `Bearer ${token}` },
      });
    const token = tokens.access_token;
    expect((await userinfo(token)).status).toBe(200);
    const places = [5, token.indexOf('.') + 9, token.lastIndexOf('.') + 9, token.length - 1];
    for (const at of places) {
      for (const sign of 'ABQgw'.replace(token[at] ?? '', '')) {
        const changed = token.slice(0, at) + sign + token.slice(at + 1);
        expect((await userinfo(changed)).status, `${at} ${sign}`).toBe(401);
      }
    }
  });
});
