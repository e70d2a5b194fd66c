import { Auth } from '@auth/core';
import * as oauth from 'oauth4webapi';
import Strategy from 'passport-openidconnect';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { type SignedUp, useSignedUp } from './signed-up.js';
import { BACK, newService, type World } from './world.js';

let w: World;
let all: SignedUp;

useSignedUp('nurse', (signedUp) => {
  all = signedUp;
  w = signedUp.w;
});

/** Signs in, in a new browser, from the address where a client sends it. Out: where the browser comes back to. */
async function signInAt(address: string): Promise<URL> {
  const browser = new Browser(w.origin);
  const start = await browser.follow(address);
  const waiting = await browser.follow(start.url.href, { idNat: all.person.idNat });
  await all.phone.answer('approve');
  return (await browser.follow(waiting.url.href)).url;
}

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true };

  it('goes through the code flow to userinfo, and stops at a state that is not its own', async () => {
    const issuer = new URL(w.issuer);
    const found = await oauth.discoveryRequest(issuer, insecure);
    const as = await oauth.processDiscoveryResponse(issuer, found);
    const client = { client_id: all.service.clientId };
    const [verifier, state, nonce] = [
      oauth.generateRandomCodeVerifier(),
      oauth.generateRandomState(),
      'n-0S6',
    ];
    const url = new URL(as.authorization_endpoint ?? '');
    url.search = String(
      new URLSearchParams({
        ...{
          client_id: client.client_id,
          redirect_uri: BACK,
          response_type: 'code',
          scope: 'openid scope_all',
        },
        ...{
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        },
        ...{ state, nonce, acr_values: 'eidas1' },
      }),
    );
    const back = await signInAt(url.href);
    expect(() => oauth.validateAuthResponse(as, client, back, 'autre')).toThrow();
    const params = oauth.validateAuthResponse(as, client, back, state);
    const answer = await oauth.authorizationCodeGrantRequest(
      ...([
        as,
        client,
        oauth.ClientSecretBasic(all.service.clientSecret),
        params,
        BACK,
        verifier,
        insecure,
      ] as const),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, {
      ...{ expectedNonce: nonce, requireIdToken: true },
    });
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    const told = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    const who = await oauth.processUserInfoResponse(as, client, claims?.sub ?? '', told);
    expect(who.SubjectNameID).toBe(all.person.idNat);
  });
});

describe('passport-openidconnect', () => {
  /** One request to the application that uses the strategy; out: where it sends the browser, or who it is. */
  const passport = (strategy: Strategy, session: object, query: Record<string, string> = {}) =>
    new Promise<{ location?: string; user?: unknown; failed?: unknown }>((resolve, reject) => {
      const each = Object.assign(Object.create(strategy) as Strategy, {
        redirect: (location: string) => resolve({ location }),
        success: (user: unknown) => resolve({ user }),
        fail: (failed: unknown) => resolve({ failed }),
        error: reject,
      });
      each.authenticate({ session, query, headers: {}, connection: {} }, {});
    });

  it('signs a person in, and nobody in a session that asked for nothing', async () => {
    const at = (path: string) => `${w.issuer}/protocol/openid-connect/${path}`;
    const { clientId, clientSecret } = all.service;
    const strategy = new Strategy(
      {
        ...{
          issuer: w.issuer,
          authorizationURL: at('auth'),
          tokenURL: at('token'),
          userInfoURL: at('userinfo'),
        },
        ...{ clientID: clientId, clientSecret, callbackURL: BACK, scope: ['openid', 'scope_all'] },
        acrValues: 'eidas1',
      },
      (_issuer, profile, done) => done(null, profile),
    );
    const session = {};
    const { location = '' } = await passport(strategy, session);
    const back = Object.fromEntries((await signInAt(location)).searchParams);
    expect(await passport(strategy, {}, back)).toHaveProperty('failed');
    const { user } = await passport(strategy, session, back);
    expect(user).toMatchObject({ id: expect.stringContaining(all.person.idNat) });
  });
});

describe('@auth/core', () => {
  const APP = 'https://application.example';

  it('signs a person in through its own pages, and refuses a callback without its cookies', async () => {
    const service = await newService(w, { name: 'Auth.js', redirectUris: [`${APP}/auth/callback/psc`] });
    const jar = new Map<string, string>();
    const app = async (path: string, form?: Record<string, string>, cookies = jar) => {
      const answer = await Auth(
        new Request(`${APP}/auth${path}`, {
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
          ...(form && { method: 'POST', body: new URLSearchParams(form) }),
        }),
        {
          ...{
            secret: 'x'.repeat(40),
            trustHost: true,
            basePath: '/auth',
            logger: { error: () => undefined },
          },
          providers: [provider(service)],
          callbacks: { session: ({ session, token }) => ({ ...session, sub: token.sub }) },
        },
      );
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
        cookies.set(name, value);
      }
      return answer;
    };
    const { csrfToken } = (await (await app('/csrf')).json()) as { csrfToken: string };
    const sent = await app('/signin/psc', { csrfToken });
    const back = await signInAt(sent.headers.get('location') ?? '');
    const callback = `/callback/psc${back.search}`;
    const foreign = await app(callback, undefined, new Map());
    expect(foreign.headers.get('location')).toContain('error');
    const done = await app(callback);
    expect(done.headers.get('location')).toBe(APP);
    const session = (await (await app('/session')).json()) as { user: { name: string } };
    expect(session.user.name).toContain(all.person.exercises[0]?.name ?? '');
  });

  /** What an application writes to use Pro Santé Connect with it. */
  const provider = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
    ...{
      id: 'psc',
      name: 'Pro Santé Connect',
      type: 'oidc' as const,
      issuer: w.issuer,
      clientId,
      clientSecret,
    },
    authorization: { params: { scope: 'openid scope_all', acr_values: 'eidas1' } },
    checks: ['pkce' as const, 'state' as const, 'nonce' as const],
    profile: (claims: Record<string, string>) => ({
      id: claims.preferred_username ?? '',
      name: `${claims.given_name} ${claims.family_name}`,
    }),
  });
});
