import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { expect } from 'vitest';
import { tellLogout } from '../../../src/modules/identity-provider/index.js';
import { Browser } from '../browser.js';
import { relyingParty } from '../relying-party.js';
import { AFTER_LOGOUT, newService } from '../world.js';
import type { Cases, Kit } from './kit.js';

type Signed = Awaited<ReturnType<Kit['flow']>>;

/** Signs in, then goes to the end session endpoint with what `how` gives. Out: the answer, and whether the session is over. */
async function leave(
  k: Kit,
  how: (signed: Signed) => Record<string, string> | Promise<Record<string, string>>,
) {
  const signed = await k.flow();
  const answer = await signed.browser.go(`${k.endpoint('logout')}?${new URLSearchParams(await how(signed))}`);
  const { url } = await k.visit(signed.browser, { prompt: 'none' });
  return {
    status: answer.status,
    back: answer.headers.get('location'),
    over: k.errorOf(url) === 'login_required',
  };
}

const hinted = ({ tokens }: Signed) => ({ id_token_hint: tokens.id_token ?? '' });
const BACK_TO = { post_logout_redirect_uri: AFTER_LOGOUT };

/** A page of ours, and nothing has ended: the person is asked, or told what is wrong. */
const STAYS = (
  status: number,
  how: (signed: Signed) => Record<string, string> | Promise<Record<string, string>>,
) => ({
  run: async (k: Kit) => {
    expect(await leave(k, how)).toEqual({ status, back: null, over: false });
  },
});

/** A hint signed by the secret of the service, which the provider never does. */
const foreignHint = ({ tokens }: Signed) =>
  new SignJWT(decodeJwt(tokens.id_token ?? ''))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('secret'.repeat(8)));

/** The 11 modules of `oidcc-rp-initiated-logout-certification-test-plan`. */
export const logout: Cases = {
  'oidcc-rp-initiated-logout-discovery-endpoint-verification': {
    run: async (k) => {
      expect(k.discovery.end_session_endpoint).toBe(k.endpoint('logout'));
    },
  },
  'oidcc-rp-initiated-logout': {
    run: async (k) => {
      const left = await leave(k, (signed) => ({ ...hinted(signed), ...BACK_TO, state: 'etat' }));
      expect(left).toEqual({ status: 303, back: `${AFTER_LOGOUT}?state=etat`, over: true });
    },
  },
  'oidcc-rp-initiated-logout-no-state': {
    run: async (k) => {
      const left = await leave(k, (signed) => ({ ...hinted(signed), ...BACK_TO }));
      expect(left).toEqual({ status: 303, back: AFTER_LOGOUT, over: true });
    },
  },
  'oidcc-rp-initiated-logout-no-post-logout-redirect-uri': {
    run: async (k) => {
      expect(await leave(k, hinted)).toEqual({ status: 200, back: null, over: true });
    },
  },
  'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri': STAYS(400, (signed) => ({
    ...{ ...hinted(signed), post_logout_redirect_uri: 'https://autre.example/' },
  })),
  'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri': STAYS(400, (signed) => ({
    ...{ ...hinted(signed), post_logout_redirect_uri: `${AFTER_LOGOUT}?foo=bar` },
  })),
  'oidcc-rp-initiated-logout-modified-id-token-hint': STAYS(400, ({ tokens }) => ({
    ...{ ...BACK_TO, id_token_hint: `${(tokens.id_token ?? '').slice(0, -8)}AAAAAAAA` },
  })),
  'oidcc-rp-initiated-logout-bad-id-token-hint': STAYS(400, async (signed) => ({
    ...{ ...BACK_TO, id_token_hint: await foreignHint(signed) },
  })),
  'oidcc-rp-initiated-logout-no-id-token-hint': STAYS(200, () => ({ ...BACK_TO, state: 'etat' })),
  'oidcc-rp-initiated-logout-no-params': STAYS(200, () => ({})),
  'oidcc-rp-initiated-logout-only-state': STAYS(200, () => ({ state: 'etat' })),
};

/** The 2 modules of `oidcc-backchannel-rp-initiated-logout-certification-test-plan`. */
export const backchannel: Cases = {
  'oidcc-backchannel-logout-discovery-endpoint-verification': {
    run: async (k) => {
      expect(k.discovery).toMatchObject({
        ...{ backchannel_logout_supported: true, backchannel_logout_session_supported: true },
      });
    },
  },
  'oidcc-backchannel-rp-initiated-logout': { run: tellsTheService },
};

async function tellsTheService(k: Kit): Promise<void> {
  let body = '';
  const listener = createServer((req, res) => {
    req.on('data', (part) => {
      body += part;
    });
    req.on('end', () => res.end());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const backchannelLogoutUri = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/fin`;
  const told = await newService(k.w, { name: 'Prévenu', options: { backchannelLogoutUri } });
  const signed = await k.flow({}, new Browser(k.w.origin), await relyingParty(k.w, told));
  await signed.browser.go(`${k.endpoint('logout')}?${new URLSearchParams(hinted(signed))}`);
  const sid = signed.tokens.claims()?.sid;
  await tellLogout.run(k.w.ctx, { clientId: told.clientId, sid });
  listener.close();
  const token = new URLSearchParams(body).get('logout_token') ?? '';
  const keys = createRemoteJWKSet(new URL(k.endpoint('certs')));
  const { payload } = await jwtVerify(token, keys, { issuer: k.w.issuer, audience: told.clientId });
  expect(payload).toMatchObject({ sid, sub: signed.tokens.claims()?.sub, jti: expect.any(String) });
  expect(payload.events).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} });
  expect(payload).not.toHaveProperty('nonce');
}
