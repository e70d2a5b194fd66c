import { decodeJwt } from 'jose';
import type * as oidc from 'openid-client';
import { beforeEach, describe, expect, it } from 'vitest';
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

const B = () => `${w.issuer}/protocol/openid-connect`;
const proof = (by: Service) => ({ authorization: `Basic ${btoa(`${by.clientId}:${by.clientSecret}`)}` });

async function send(path: string, fields: Record<string, string>, by?: Service) {
  const answer = await fetch(B() + path, {
    method: 'POST',
    headers: by ? proof(by) : {},
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const CIBA = 'urn:openid:params:grant-type:ciba';
const demand = { scope: 'openid', binding_message: '07', acr_values: 'eidas1' };

describe('a refusal has the code and the status of its specification', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a grant that the service may not use', '/token', { grant_type: CIBA, auth_req_id: 'x' }],
    ['a demand to a phone by a service that may make none', '/ext/ciba/auth', { ...demand, login_hint: 'x' }],
  ])('%s: unauthorized_client (RFC 6749 §5.2, CIBA Core §13)', async (_what, path, fields) => {
    const { status, body } = await send(path, fields, service);
    expect([status, body.error]).toEqual([400, 'unauthorized_client']);
  });

  it.each(['/token', '/token/introspect', '/revoke', '/ext/par/request'])(
    'no authentication at %s: invalid_client (RFC 6749 §5.2)',
    async (path) => {
      const { status, body } = await send(path, { grant_type: 'refresh_token', token: 'x' });
      expect([status, body.error]).toEqual([401, 'invalid_client']);
    },
  );

  it.each(['/token', '/token/introspect', '/revoke', '/ext/par/request', '/ext/ciba/auth'])(
    '%s is posted to: 405, and 413 for a body without end (RFC 9126 §2.3)',
    async (path) => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const answer = await fetch(B() + path, { method });
        expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      }
      expect((await send(path, { token: 'x'.repeat(70_000) }, service)).status).toBe(413);
    },
  );
});

describe('the address of return is said each time', () => {
  it('in the request, also by a service that has one only (OpenID Connect Core §3.1.2.1)', async () => {
    const { url } = await ask(rp);
    url.searchParams.delete('redirect_uri');
    const answer = await new Browser(w.origin).go(url.href);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('with the code (RFC 6749 §4.1.3)', async () => {
    const asked = await ask(rp);
    const back = await signIn(new Browser(w.origin), asked, nurse.idNat, phone);
    const fields = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' };
    const without = await send('/token', { ...fields, code_verifier: asked.verifier }, service);
    expect([without.status, without.body.error]).toEqual([400, 'invalid_request']);
    const whole = { ...fields, code_verifier: asked.verifier, redirect_uri: BACK };
    expect((await send('/token', whole, service)).status).toBe(200);
  });
});

describe('an ID token', () => {
  let asked: Asked;

  beforeEach(async () => {
    const id_token = { SubjectNameID: { essential: true }, otherIds: null, authMode: null, birthdate: null };
    asked = await ask(rp, { scope: 'openid', claims: JSON.stringify({ id_token }) });
  });

  it('holds the claims that were asked of it, and the others of the sector in no case', async () => {
    const tokens = await redeem(rp, await signIn(new Browser(w.origin), asked, nurse.idNat, phone), asked);
    const told = decodeJwt(tokens.id_token as string);
    expect(told).toMatchObject({
      SubjectNameID: nurse.idNat,
      authMode: 'MOBILE',
      preferred_username: nurse.idNat,
    });
    expect(told.otherIds).toEqual(expect.arrayContaining([expect.objectContaining({ origine: 'RPPS' })]));
    for (const unasked of ['SubjectRefPro', 'SubjectRole', 'birthdate', 'given_name'])
      expect(told).not.toHaveProperty(unasked);
    const plain = decodeJwt((await connect(w, rp, nurse.idNat, phone)).tokens.id_token as string);
    expect(plain).not.toHaveProperty('SubjectNameID');
  });

  it.each([{}, { options: { subject: 'stable' as const } }])(
    'names the person of a demand without a browser (%j), to the service that it was given to',
    async (more) => {
      const options = { ...more.options, ciba: { delivery: 'poll' as const } };
      const [by, other] = [await newService(w, { options }), await newService(w, { options })];
      const { tokens } = await connect(w, await relyingParty(w, by), nurse.idNat, phone);
      const hinted = { ...demand, id_token_hint: tokens.id_token as string };
      expect(await send('/ext/ciba/auth', hinted, by)).toMatchObject({ status: 200 });
      await phone.answer('refuse', 7);
      expect(await send('/ext/ciba/auth', hinted, other)).toMatchObject({
        ...{ status: 400, body: { error: 'invalid_request' } },
      });
    },
  );

  it('ends a session for no other service than the one that it was given to (RP-Initiated Logout §2)', async () => {
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    const other = await newService(w);
    const leave = (client_id: string) =>
      fetch(`${B()}/logout?${new URLSearchParams({ id_token_hint: tokens.id_token as string, client_id })}`);
    const alive = () => send('/token/introspect', { token: tokens.access_token }, service);
    expect((await leave(other.clientId)).status).toBe(400);
    expect((await alive()).body).toMatchObject({ active: true });
    expect((await leave(service.clientId)).status).toBe(204);
    expect((await alive()).body).toEqual({ active: false });
  });
});

describe('an answer by a form', () => {
  it('can be sent on without script, by a page in French', async () => {
    const { url } = await ask(rp, { response_mode: 'form_post', prompt: 'none' });
    const page = await (await new Browser(w.origin).go(url.href)).text();
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('<button type="submit">Continuer</button>');
    expect(page).toContain('Il reste à revenir au service');
    expect(page).toContain('name="error" value="login_required"');
    expect(page).not.toMatch(/JavaScript|Submitting|>Continue</);
  });
});

// Last: it leaves a phone on which nothing more can wait.
describe('a demand too many', () => {
  it('a person who cannot be asked again so soon: access_denied with 403 (CIBA Core §13)', async () => {
    const by = await newService(w, { options: { ciba: { delivery: 'poll' } } });
    const answers = [];
    for (let n = 0; n < 6; n += 1)
      answers.push(await send('/ext/ciba/auth', { ...demand, login_hint: nurse.idNat }, by));
    expect(answers[0]?.status).toBe(200);
    expect(answers.at(-1)).toEqual({
      status: 403,
      body: { error: 'access_denied', error_description: expect.stringMatching(/^[\x20-\x7e]+$/) },
    });
  });
});
