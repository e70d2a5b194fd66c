import * as oidc from 'openid-client';
import { Browser } from '../browser.js';
import { ask, signIn } from '../relying-party.js';
import type { SignedUp } from '../signed-up.js';
import { BACK } from '../world.js';

/** A published module of the conformance suite: what it looks at, tried here, or why it does not apply. */
export type Case = { readonly run: (kit: Kit) => Promise<void> } | { readonly because: string };

/** Cases by the name of the module. */
export type Cases = Readonly<Record<string, Case>>;

export type Kit = ReturnType<typeof kitOf>;

/** What a module needs: a person with a phone, a service, and each step of the flow by itself. */
export function kitOf({ w, person, phone, service, rp }: SignedUp) {
  const endpoint = (path: string) => `${w.issuer}/protocol/openid-connect/${path}`;

  /** An authorization request; `more` adds or, when empty, takes away a parameter. */
  async function request(more: Record<string, string> = {}, party = rp) {
    const asked = await ask(party);
    for (const [name, value] of Object.entries(more))
      if (value === '') asked.url.searchParams.delete(name);
      else asked.url.searchParams.set(name, value);
    return asked;
  }

  type Asked = Awaited<ReturnType<typeof request>>;

  /** The tokens behind a callback. */
  const tokensOf = (back: URL, asked: Asked, party = rp) =>
    oidc.authorizationCodeGrant(party, back, {
      ...(asked.url.searchParams.has('code_challenge') && { pkceCodeVerifier: asked.verifier }),
      ...(asked.url.searchParams.has('nonce') && { expectedNonce: asked.nonce }),
      expectedState: asked.url.searchParams.get('state') ?? oidc.skipStateCheck,
    });

  return {
    ...{ w, person, phone, service, rp, endpoint, request, tokensOf },
    discovery: rp.serverMetadata() as Readonly<Record<string, unknown>>,
    /** A whole sign-in in a new browser, or in one that is given. */
    async flow(more: Record<string, string> = {}, browser = new Browser(w.origin), party = rp) {
      const asked = await request(more, party);
      const back = await signIn(browser, asked, person.idNat, phone);
      return { browser, asked, back, tokens: await tokensOf(back, asked, party) };
    },
    /** Goes to the service with what the browser has; out: where it ends, a page or the way back. */
    async visit(browser: Browser, more: Record<string, string> = {}) {
      const asked = await request(more);
      return { asked, ...(await browser.follow(asked.url.href)) };
    },
    /** The error of a callback. */
    errorOf: (back: URL) =>
      back.href.startsWith(BACK) ? back.searchParams.get('error') : `page ${back.pathname}`,
    userinfo: (init: RequestInit) => fetch(endpoint('userinfo'), init),
    post: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(endpoint(path), { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' }),
  };
}

/** Whether the browser was stopped at a sign-in page. */
export const isSignInPage = (at: URL): boolean => at.pathname.includes('/auth/connexion/');
