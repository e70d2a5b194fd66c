import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { type Asked, ask, connect, redeem, relyingParty, type Service, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { BACK, newService, type Phone, type World } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;
let rp: oidc.Configuration;

useSignedUp('nurse', (all) => {
  ({ w, phone, service, rp } = all);
});

const get = (url: URL) => new Browser(w.origin).go(url.href);

async function codeOf(more: Record<string, string> = {}): Promise<{ asked: Asked; back: URL }> {
  const asked = await ask(rp, more);
  return { asked, back: await signIn(new Browser(w.origin), asked, nurse.idNat, phone) };
}

function token(fields: Record<string, string>, secret = service.clientSecret): Promise<Response> {
  return fetch(`${w.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${service.clientId}:${secret}`)}` },
    body: new URLSearchParams(fields),
  });
}

const redeemRaw = ({ asked, back }: { asked: Asked; back: URL }, more: Record<string, string> = {}) =>
  token({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: BACK,
    code_verifier: asked.verifier,
    ...more,
  });

async function tally(answers: Promise<Response>[]): Promise<{ won: number; errors: Set<unknown> }> {
  const all = await Promise.all(
    (await Promise.all(answers)).map(async (a) => ({ ok: a.ok, body: await a.json() })),
  );
  return {
    won: all.filter((a) => a.ok).length,
    errors: new Set(all.filter((a) => !a.ok).map((a) => (a.body as { error: string }).error)),
  };
}

describe('an authorization request', () => {
  it.each([
    ['a foreign redirect_uri', { redirect_uri: 'https://pirate.example/retour' }],
    ['a redirect_uri with one more slash', { redirect_uri: `${BACK}/` }],
    ['an unknown service', { client_id: 'nobody' }],
  ])('with %s gets a readable page with a correlation id, and never goes there', async (_what, more) => {
    const { url } = await ask(rp, more);
    const answer = await get(url);
    const page = await answer.text();
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(page).toContain('Connexion impossible');
    expect(page).toMatch(/<code>[0-9a-f]{8}-[0-9a-f-]{27}<\/code>/);
    expect(page).not.toMatch(/at .*\.(js|ts):\d+/);
    expect(page).not.toContain('pirate.example');
  });

  it('with plain PKCE goes back to the service with invalid_request', async () => {
    const { url } = await ask(rp, { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' });
    const back = new URL((await get(url)).headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(BACK);
    expect(back.searchParams.get('error')).toBe('invalid_request');
  });

  it('without PKCE passes for most services and is refused to one that asks for it', async () => {
    const plain = await ask(rp);
    plain.url.searchParams.delete('code_challenge');
    plain.url.searchParams.delete('code_challenge_method');
    expect((await get(plain.url)).headers.get('location')).toContain('/auth/connexion/');
    const careful = await relyingParty(w, await newService(w, { requirePkce: true }));
    const asked = await ask(careful);
    asked.url.searchParams.delete('code_challenge');
    asked.url.searchParams.delete('code_challenge_method');
    const back = new URL((await get(asked.url)).headers.get('location') ?? '');
    expect(back.searchParams.get('error')).toBe('invalid_request');
    expect((await get((await ask(careful)).url)).headers.get('location')).toContain('/auth/connexion/');
  });

  it('without a response type or with one that is not supported is refused at the service', async () => {
    for (const type of ['token', 'id_token']) {
      const { url } = await ask(rp, { response_type: type });
      const location = (await get(url)).headers.get('location') ?? '';
      expect(location).toContain('error=unsupported_response_type');
    }
  });

  it('with prompt=none and nobody signed in answers login_required', async () => {
    const { url } = await ask(rp, { prompt: 'none' });
    const back = new URL((await get(url)).headers.get('location') ?? '');
    expect(back.searchParams.get('error')).toBe('login_required');
    expect(back.searchParams.get('state')).toBe(url.searchParams.get('state'));
  });

  it('asking for another level is refused to a strict service, and only noted for a tolerant one', async () => {
    const strict = await relyingParty(w, await newService(w, { acrPolicy: 'strict' }));
    const refused = new URL(
      (await get((await ask(strict, { acr_values: 'eidas3' })).url)).headers.get('location') ?? '',
    );
    expect(refused.searchParams.get('error')).toBe('invalid_request');
    expect((await get((await ask(strict)).url)).headers.get('location')).toContain('/auth/connexion/');
    w.warnings.length = 0;
    const asked = await ask(rp, { acr_values: 'eidas3' });
    const tokens = await redeem(rp, await signIn(new Browser(w.origin), asked, nurse.idNat, phone), asked);
    expect(tokens.claims()?.acr).toBe('eidas1');
    expect(w.warnings[0]).toEqual({ clientId: service.clientId, asked: 'eidas3', given: 'eidas1' });
    expect(JSON.stringify(w.warnings)).not.toContain(nurse.idNat);
  });

  it('asking in the claims for a level that no sign-in reaches is refused at once, and not after each sign-in', async () => {
    const asking = async (acr: object) => {
      const { url } = await ask(rp, { claims: JSON.stringify({ id_token: { acr } }) });
      url.searchParams.delete('acr_values');
      return (await get(url)).headers.get('location') ?? '';
    };
    for (const beyond of [{ value: 'eidas3' }, { values: ['eidas2', 'eidas3'] }, { values: [] }])
      expect(await asking({ essential: true, ...beyond })).toContain('unmet_authentication_requirements');
    for (const within of [{ essential: true, values: ['eidas3', 'eidas1'] }, { values: ['eidas3'] }, {}])
      expect(await asking(within)).toContain('/auth/connexion/');
  });

  it('is answered at the national address of the wallet too', async () => {
    const { url } = await ask(rp);
    const wallet = new URL(`${w.origin}/auth${url.search}`);
    expect((await get(wallet)).headers.get('location')).toContain('/auth/connexion/');
    wallet.searchParams.set('redirect_uri', 'https://pirate.example/');
    expect((await get(wallet)).status).toBe(400);
  });

  it('of a disabled service is refused, with its tokens', async () => {
    const closing = await newService(w, { name: 'Service qui ferme' });
    const closed = await relyingParty(w, closing);
    const { tokens } = await connect(w, closed, nurse.idNat, phone);
    await sql`update identity_provider.services set enabled = false where client_id = ${closing.clientId}`.execute(
      w.ctx.db,
    );
    expect((await get((await ask(closed)).url)).status).toBe(400);
    await expect(oidc.tokenIntrospection(closed, tokens.access_token)).rejects.toMatchObject({
      error: 'invalid_client',
    });
    for (const token of [tokens.access_token, tokens.refresh_token ?? ''])
      expect(await oidc.tokenIntrospection(rp, token)).toEqual({ active: false });
    await expect(oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck)).rejects.toThrow();
  });
});

describe('the token endpoint', () => {
  it('redeems a code once, and what the code gave dies with the replay', async () => {
    const code = await codeOf();
    const first = await redeemRaw(code);
    expect(first.status).toBe(200);
    const { access_token } = (await first.json()) as { access_token: string };
    const again = await redeemRaw(code);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
    expect(await oidc.tokenIntrospection(rp, access_token)).toEqual({ active: false });
  });

  it('lets exactly one of twenty parallel redemptions of a code succeed', async () => {
    const code = await codeOf();
    const { won, errors } = await tally(Array.from({ length: 20 }, () => redeemRaw(code)));
    expect({ won, errors: [...errors] }).toEqual({ won: 1, errors: ['invalid_grant'] });
  });

  it('gives twenty parallel refreshes of one token one and the same answer, and the chain goes on', async () => {
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    const refresh = (value: string) => token({ grant_type: 'refresh_token', refresh_token: value });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(tokens.refresh_token as string)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const given = new Set(await Promise.all(answers.map((answer) => answer.text())));
    expect(given.size).toBe(1);
    const next = JSON.parse([...given][0] ?? '') as { refresh_token: string };
    expect((await refresh(next.refresh_token)).status).toBe(200);
  });

  it('gives a lost answer again for thirty seconds, to its own service, until the next token is used', async () => {
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    const first = tokens.refresh_token as string;
    const next = await oidc.refreshTokenGrant(rp, first);
    expect((await oidc.refreshTokenGrant(rp, first)).refresh_token).toBe(next.refresh_token);
    const other = await relyingParty(w, await newService(w, { name: 'Autre' }));
    await expect(oidc.refreshTokenGrant(other, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    const last = await oidc.refreshTokenGrant(rp, next.refresh_token as string);
    await expect(oidc.refreshTokenGrant(rp, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await oidc.refreshTokenGrant(rp, last.refresh_token as string)).refresh_token).toBeTypeOf(
      'string',
    );
    const kept = await sql`select answer from identity_provider.artifacts where answer is not null`.execute(
      w.ctx.db,
    );
    expect(kept.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept.rows)).not.toContain(next.refresh_token);
  });

  it('takes a refresh token used again later for stolen, and ends the chain', async () => {
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    const next = await oidc.refreshTokenGrant(rp, tokens.refresh_token as string);
    await sql`update identity_provider.artifacts set consumed_at = consumed_at - interval '1 minute'
      where consumed_at is not null`.execute(w.ctx.db);
    await expect(oidc.refreshTokenGrant(rp, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(oidc.refreshTokenGrant(rp, next.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it.each([
    ['another verifier', { code_verifier: 'y'.repeat(43) }],
    ['another redirect_uri', { redirect_uri: 'https://service.example/autre' }],
    ['an unknown code', { code: 'nothing' }],
  ])('refuses a code with %s as invalid_grant', async (_what, more) => {
    const answer = await redeemRaw(await codeOf(), more);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('refuses an expired code and an expired refresh token as invalid_grant', async () => {
    const code = await codeOf();
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    await sql`update identity_provider.artifacts set expires_at = now() - interval '1 second'
      where model in ('AuthorizationCode', 'RefreshToken')`.execute(w.ctx.db);
    const answers = [
      await redeemRaw(code),
      await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token as string }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
    }
  });

  it('refuses a wrong secret, another service, and grants that are not offered', async () => {
    const code = await codeOf();
    const wrong = await token({ grant_type: 'authorization_code', code: 'x', redirect_uri: BACK }, 'wrong');
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ error: 'invalid_client' });
    const other = await relyingParty(w, await newService(w, { name: 'Autre' }));
    await expect(redeem(other, code.back, code.asked)).rejects.toMatchObject({ error: 'invalid_grant' });
    for (const grant_type of ['password', 'client_credentials', 'implicit']) {
      expect(await (await token({ grant_type })).json()).toMatchObject({ error: 'unsupported_grant_type' });
    }
  });

  it('answers failures as JSON without a stack trace', async () => {
    for (const body of ['', 'grant_type', '%%%', 'grant_type=authorization_code&code=a&code=b']) {
      const answer = await fetch(`${w.issuer}/protocol/openid-connect/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      const text = await answer.text();
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(JSON.parse(text)).toHaveProperty('error');
      expect(text).not.toMatch(/node_modules|\.js:\d/);
    }
  });
});
