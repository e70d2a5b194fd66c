import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { expect } from 'vitest';
import { Browser } from '../browser.js';
import { relyingParty } from '../relying-party.js';
import { BACK, newService } from '../world.js';
import { type Cases, isSignInPage, type Kit } from './kit.js';

const SCOPES_WITHOUT = (name: string) => ({
  /** Not a scope of this realm: asked for, it changes nothing (OpenID Connect Core §5.4, RFC 6749 §3.3). */
  run: async (k: Kit) => {
    expect(k.discovery.scopes_supported).not.toContain(name);
    const { tokens } = await k.flow({ scope: `openid ${name}` });
    expect(tokens.scope).toBe('openid');
    expect(await oidc.fetchUserInfo(k.rp, tokens.access_token, oidc.skipSubjectCheck)).not.toHaveProperty(
      name,
    );
  },
});

const ACCEPTED = (more: Record<string, string>) => ({
  run: async (k: Kit) => {
    expect((await k.flow(more)).tokens.id_token).toBeTypeOf('string');
  },
});

const USERINFO = (init: (token: string) => RequestInit) => ({
  run: async (k: Kit) => {
    const { tokens } = await k.flow();
    const answer = await k.userinfo(init(tokens.access_token));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ sub: tokens.claims()?.sub });
  },
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A request object is refused as such, and never leads to an address that it names. */
const NOT_SUPPORTED = (parameter: string, value: string) => ({
  run: async (k: Kit) => {
    // Unsaid, a request object is not taken; its address would be (OpenID Connect Discovery §3).
    expect(k.discovery[`${parameter}_parameter_supported`] ?? parameter === 'request_uri').toBe(false);
    const { url } = await k.visit(new Browser(k.w.origin), { [parameter]: value });
    expect(k.errorOf(url)).toBe(`${parameter}_not_supported`);
  },
});

const OBJECT = `${btoa('{"alg":"none"}')}.${btoa(`{"redirect_uri":"https://autre.example"}`)}.`.replaceAll(
  '=',
  '',
);

/** Makes as if the person had signed in earlier. */
const age = (k: Kit, seconds: number) =>
  sql`update identity_provider.artifacts set payload = jsonb_set(payload, '{loginTs}',
      to_jsonb((payload->>'loginTs')::int - ${seconds}::int))
    where model = 'Session' and payload ? 'loginTs'`.execute(k.w.ctx.db);

const reuse = (k: Kit, { back, asked }: Awaited<ReturnType<Kit['flow']>>) =>
  expect(k.tokensOf(back, asked)).rejects.toMatchObject({ error: 'invalid_grant' });

/** The 38 modules of `oidcc-basic-certification-test-plan`, response_type code, static client. */
export const basic: Cases = {
  'oidcc-server': {
    run: async (k) => {
      const { tokens, asked } = await k.flow();
      expect(tokens.claims()).toMatchObject({ iss: k.w.issuer, aud: k.service.clientId, nonce: asked.nonce });
      expect(tokens.token_type).toBe('bearer');
    },
  },
  'oidcc-response-type-missing': {
    run: async (k) => {
      const { url } = await k.visit(new Browser(k.w.origin), { response_type: '' });
      expect(k.errorOf(url)).toBe('invalid_request');
    },
  },
  'oidcc-idtoken-signature': {
    run: async (k) => {
      const { tokens } = await k.flow();
      await jwtVerify(tokens.id_token ?? '', createRemoteJWKSet(new URL(k.endpoint('certs'))));
      expect(decodeProtectedHeader(tokens.id_token ?? '')).toMatchObject({
        alg: 'RS256',
        kid: expect.any(String),
      });
    },
  },
  'oidcc-idtoken-unsigned': {
    run: async (k) => {
      const answer = await fetch(String(k.discovery.registration_endpoint), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          client_name: 'x',
          redirect_uris: [BACK],
          id_token_signed_response_alg: 'none',
        }),
      });
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_client_metadata' }]);
      expect(k.discovery.id_token_signing_alg_values_supported).toEqual(['RS256']);
    },
  },
  'oidcc-codereuse': { run: async (k) => reuse(k, await k.flow()) },
  'oidcc-codereuse-30seconds': {
    run: async (k) => {
      const first = await k.flow();
      await sql`update identity_provider.artifacts set consumed_at = consumed_at - interval '30 seconds'
        where model = 'AuthorizationCode'`.execute(k.w.ctx.db);
      await reuse(k, first);
      expect((await k.userinfo({ headers: bearer(first.tokens.access_token) })).status).toBe(401);
    },
  },
  'oidcc-scope-address': SCOPES_WITHOUT('address'),
  'oidcc-scope-email': SCOPES_WITHOUT('email'),
  'oidcc-scope-phone': SCOPES_WITHOUT('phone'),
  'oidcc-scope-all': ACCEPTED({ scope: 'openid profile email address phone' }),
  'oidcc-scope-profile': {
    run: async (k) => {
      const { tokens } = await k.flow({ scope: 'openid profile' });
      const who = await oidc.fetchUserInfo(k.rp, tokens.access_token, oidc.skipSubjectCheck);
      expect(who).toMatchObject({ given_name: expect.any(String), family_name: expect.any(String) });
    },
  },
  'oidcc-claims-essential': {
    run: async (k) => {
      const claims = JSON.stringify({ userinfo: { given_name: { essential: true } } });
      const { tokens } = await k.flow({ scope: 'openid', claims });
      const who = await oidc.fetchUserInfo(k.rp, tokens.access_token, oidc.skipSubjectCheck);
      expect(who).toHaveProperty('given_name');
    },
  },
  'oidcc-claims-locales': ACCEPTED({ claims_locales: 'se' }),
  'oidcc-userinfo-get': USERINFO((token) => ({ headers: bearer(token) })),
  'oidcc-userinfo-post-header': USERINFO((token) => ({ method: 'POST', headers: bearer(token) })),
  'oidcc-userinfo-post-body': USERINFO((token) => ({
    ...{ method: 'POST', body: new URLSearchParams({ access_token: token }) },
  })),
  'oidcc-alternate-happy-flow': {
    run: async (k) => {
      const other = await relyingParty(k.w, await newService(k.w, { name: 'Autre' }));
      const state = 'e'.repeat(500);
      const { back, tokens } = await k.flow({ state, scope: 'openid' }, new Browser(k.w.origin), other);
      expect(back.searchParams.get('state')).toBe(state);
      expect(tokens.claims()?.aud).toBe(other.clientMetadata().client_id);
    },
  },
  'oidcc-display-page': ACCEPTED({ display: 'page' }),
  'oidcc-display-popup': ACCEPTED({ display: 'popup' }),
  'oidcc-ui-locales': ACCEPTED({ ui_locales: 'se' }),
  'oidcc-login-hint': {
    run: async (k) => {
      const { answer } = await k.visit(new Browser(k.w.origin), { login_hint: k.person.idNat });
      expect(await answer.text()).toContain(`value="${k.person.idNat}"`);
    },
  },
  'oidcc-id-token-hint': {
    run: async (k) => {
      const { browser, tokens } = await k.flow();
      const hint = { id_token_hint: tokens.id_token ?? '', prompt: 'none' };
      const again = await k.visit(browser, hint);
      expect((await k.tokensOf(again.url, again.asked)).claims()?.sub).toBe(tokens.claims()?.sub);
    },
  },
  'oidcc-prompt-login': {
    run: async (k) => {
      const { browser } = await k.flow();
      expect(isSignInPage((await k.visit(browser, { prompt: 'login' })).url)).toBe(true);
    },
  },
  'oidcc-prompt-none-logged-in': {
    run: async (k) => {
      const { browser, tokens } = await k.flow();
      const again = await k.visit(browser, { prompt: 'none' });
      const next = await k.tokensOf(again.url, again.asked);
      expect(next.claims()).toMatchObject({
        sub: tokens.claims()?.sub,
        auth_time: tokens.claims()?.auth_time,
      });
    },
  },
  'oidcc-prompt-none-not-logged-in': {
    run: async (k) => {
      const { url } = await k.visit(new Browser(k.w.origin), { prompt: 'none' });
      expect(k.errorOf(url)).toBe('login_required');
    },
  },
  'oidcc-max-age-1': {
    run: async (k) => {
      const { browser } = await k.flow({ max_age: '1' });
      await age(k, 5);
      expect(isSignInPage((await k.visit(browser, { max_age: '1' })).url)).toBe(true);
    },
  },
  'oidcc-max-age-10000': {
    run: async (k) => {
      const { browser, tokens } = await k.flow();
      const again = await k.visit(browser, { max_age: '10000' });
      const next = await k.tokensOf(again.url, again.asked);
      expect(next.claims()?.auth_time).toBe(tokens.claims()?.auth_time);
    },
  },
  'oidcc-ensure-post-request-succeeds': {
    run: async (k) => {
      const { browser } = await k.flow();
      const asked = await k.request({ prompt: 'none' });
      const at = `${asked.url.origin}${asked.url.pathname}`;
      const { url } = await browser.follow(at, Object.fromEntries(asked.url.searchParams));
      expect((await k.tokensOf(url, asked)).id_token).toBeTypeOf('string');
    },
  },
  'oidcc-ensure-registered-redirect-uri': {
    run: async (k) => {
      const { url, answer } = await k.visit(new Browser(k.w.origin), { redirect_uri: `${BACK}/ailleurs` });
      expect([answer.status, url.origin]).toEqual([400, k.w.origin]);
      expect(await answer.text()).toContain('L’adresse de retour');
    },
  },
  'oidcc-ensure-request-object-with-redirect-uri': NOT_SUPPORTED('request', OBJECT),
  'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported': NOT_SUPPORTED(
    'request',
    OBJECT,
  ),
  'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported': NOT_SUPPORTED(
    'request_uri',
    'https://service.example/demande',
  ),
  'oidcc-ensure-request-with-acr-values-succeeds': {
    run: async (k) => {
      expect((await k.flow({ acr_values: 'eidas1' })).tokens.claims()?.acr).toBe('eidas1');
    },
  },
  'oidcc-ensure-request-with-unknown-parameter-succeeds': ACCEPTED({ extra: 'foobar' }),
  'oidcc-ensure-request-with-valid-pkce-succeeds': ACCEPTED({ code_challenge_method: 'S256' }),
  'oidcc-ensure-request-without-nonce-succeeds-for-code-flow': {
    run: async (k) => {
      expect((await k.flow({ nonce: '' })).tokens.claims()).not.toHaveProperty('nonce');
    },
  },
  'oidcc-refresh-token': {
    run: async (k) => {
      const { tokens } = await k.flow();
      const other = await relyingParty(k.w, await newService(k.w, { name: 'Autre' }));
      const token = tokens.refresh_token ?? '';
      await expect(oidc.refreshTokenGrant(other, token)).rejects.toMatchObject({ error: 'invalid_grant' });
      const next = await oidc.refreshTokenGrant(k.rp, token);
      expect(next.claims()).toMatchObject({ sub: tokens.claims()?.sub, iss: k.w.issuer });
    },
  },
  'oidcc-server-client-secret-post': {
    run: async (k) => {
      const { clientId, clientSecret } = k.service;
      const post = oidc.ClientSecretPost(clientSecret);
      const insecure = { execute: [oidc.allowInsecureRequests] };
      const party = await oidc.discovery(new URL(k.w.issuer), clientId, undefined, post, insecure);
      expect((await k.flow({}, new Browser(k.w.origin), party)).tokens.id_token).toBeTypeOf('string');
    },
  },
};
