import * as oidc from 'openid-client';
import { Browser } from './browser.js';
import { BACK, type Phone, type World } from './world.js';

export interface Service {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A service built on a standard library, discovered at the issuer. */
export async function relyingParty(w: World, service: Service): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(w.issuer), service.clientId, service.clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
}

export interface Asked {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** An authorization request, with PKCE, state and nonce. */
export async function ask(rp: oidc.Configuration, more: Record<string, string> = {}): Promise<Asked> {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(rp, {
    redirect_uri: BACK,
    scope: 'openid scope_all',
    acr_values: 'eidas1',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  });
  return { url, verifier, state, nonce };
}

/** Signs in on the pages with the phone; out: the address of the service to which the browser goes back. */
export async function signIn(browser: Browser, asked: Asked, idNat: string, phone: Phone): Promise<URL> {
  const start = await browser.follow(asked.url.href);
  const waiting = await browser.follow(start.url.href, { idNat });
  await phone.answer('approve');
  return (await browser.follow(waiting.url.href)).url;
}

/** Redeems the code of a callback. */
export const redeem = (rp: oidc.Configuration, back: URL, asked: Asked) =>
  oidc.authorizationCodeGrant(rp, back, {
    pkceCodeVerifier: asked.verifier,
    expectedState: asked.state,
    expectedNonce: asked.nonce,
  });

/** The whole flow in a new browser. */
export async function connect(w: World, rp: oidc.Configuration, idNat: string, phone: Phone) {
  const browser = new Browser(w.origin);
  const asked = await ask(rp);
  const tokens = await redeem(rp, await signIn(browser, asked, idNat, phone), asked);
  return { browser, tokens };
}
