import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import type { SignedIn } from '../../src/sandbox/kit/story.js';
import { startTarget, type Target } from './target.js';

let target: Target;
let signedIn: SignedIn;
let phone: { id: string };

beforeAll(async () => {
  target = await startTarget();
  phone = await target.story.phone(target.person.idNat);
  signedIn = await target.story.signIn(target.person.idNat, phone.id);
});
afterAll(() => target.stop());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

const protocol = (path: string) => `${target.story.issuer}/protocol/openid-connect/${path}`;

const userinfo = async (token: string) =>
  (await fetch(protocol('userinfo'), { headers: { authorization: `Bearer ${token}` } })).status;

const basic = (client: { clientId: string; clientSecret: string }) => ({
  authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`,
});

async function introspected(token: string): Promise<unknown> {
  const answer = await fetch(protocol('token/introspect'), {
    method: 'POST',
    headers: basic(signedIn),
    body: new URLSearchParams({ token }),
  });
  return ((await answer.json()) as { active?: boolean }).active ?? answer.status;
}

/** Everything that is nearly the access token that was given. */
async function forgeries(): Promise<Record<string, string>> {
  const { access_token: token = '', id_token: idToken = '', refresh_token: refresh = '' } = signedIn.tokens;
  const [head = '', body = '', signature = ''] = token.split('.');
  const [header, claims] = [decode(head), decode(body)];
  const jwks = (await (await fetch(protocol('certs'))).json()) as { keys: { n: string; kid: string }[] };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = (h: object, b: object) => {
    const input = `${encode(h)}.${encode(b)}`;
    return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  };
  const mac = (key: string) => {
    const input = `${encode({ ...header, alg: 'HS256' })}.${body}`;
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  };
  const jwk = publicKey.export({ format: 'jwk' });
  return {
    'unsigned, alg none': `${encode({ ...header, alg: 'none' })}.${body}.`,
    'unsigned, alg None': `${encode({ ...header, alg: 'None' })}.${body}.`,
    'no signature': `${head}.${body}.`,
    'MAC with the public modulus': mac(jwks.keys[0]?.n ?? ''),
    'MAC with the key set': mac(JSON.stringify(jwks)),
    'own key, its kid': own(header, claims),
    'own key in the header': own({ ...header, jwk }, claims),
    'own key by address': own(
      { ...header, jku: 'http://127.0.0.1:1/jwks', x5u: 'http://127.0.0.1:1/' },
      claims,
    ),
    'own key, kid as a path': own({ ...header, kid: '../../../../dev/null' }, claims),
    'own key, kid as SQL': own({ ...header, kid: "' or '1'='1" }, claims),
    'own key, no kid': own({ alg: 'RS256' }, claims),
    'another person': `${head}.${encode({ ...claims, preferred_username: '899700000005' })}.${signature}`,
    'longer life': `${head}.${encode({ ...claims, exp: claims.exp + 9999 })}.${signature}`,
    'the opaque value inside': claims.jti,
    'the opaque value, marked': `~${claims.jti}`,
    'the ID token': idToken,
    'the refresh token': refresh,
    'the critical header': own({ ...header, crit: ['x'] }, claims),
  };
}

describe('a token that is nearly right', () => {
  it('opens neither userinfo nor introspection, in any forgery; the one that was given opens both', async () => {
    for (const [name, token] of Object.entries(await forgeries())) {
      expect([name, await userinfo(token)]).toEqual([name, 401]);
      if (name !== 'the refresh token') expect([name, await introspected(token)]).not.toEqual([name, true]);
    }
    expect(await userinfo(signedIn.tokens.access_token ?? '')).toBe(200);
    expect(await introspected(signedIn.tokens.access_token ?? '')).toBe(true);
  });

  it('is no hint by which a session ends', async () => {
    const { id_token: _, refresh_token: __, access_token } = signedIn.tokens;
    const hints = { ...(await forgeries()), access: access_token ?? '' };
    for (const [name, hint] of Object.entries(hints)) {
      if (name === 'the ID token') continue;
      const answer = await fetch(`${protocol('logout')}?id_token_hint=${encodeURIComponent(hint)}`);
      expect([name, answer.status]).toEqual([name, 400]);
    }
    expect(await userinfo(access_token ?? '')).toBe(200);
  });

  it('is not taken from an address, where logs would keep it', async () => {
    expect((await fetch(`${protocol('userinfo')}?access_token=${signedIn.tokens.access_token}`)).status).toBe(
      400,
    );
  });
});

describe('an authorization request', () => {
  const ask = async (more: Record<string, string>) => {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: signedIn.clientId, redirect_uri: signedIn.redirectUri },
      ...{ scope: 'openid', ...more },
    });
    const answer = await fetch(`${protocol('auth')}?${query}`, { redirect: 'manual' });
    return { status: answer.status, location: answer.headers.get('location') ?? '' };
  };

  it('to an address that is nearly the declared one is answered here, by a page', async () => {
    const { redirectUri } = signedIn;
    for (const uri of [
      ...[`${redirectUri}/`, `${redirectUri}?x=1`, `${redirectUri}#x`, redirectUri.toUpperCase()],
      ...[
        redirectUri.replace('localhost', 'localhost.pirate.example'),
        redirectUri.replace('localhost:1', 'localhost:1@pirate.example'),
      ],
      ...[
        `${redirectUri}/../retour`,
        redirectUri.replace('http:', 'https:'),
        'javascript:alert(1)',
        '//pirate.example',
        `${redirectUri}%00`,
      ],
    ])
      expect([uri, await ask({ redirect_uri: uri })]).toEqual([uri, { status: 400, location: '' }]);
  });

  it('with a text that cannot be kept, of an unknown or unnamed service, is the fault of who asks', async () => {
    for (const name of ['state', 'nonce', 'login_hint', 'acr_values', 'ui_locales']) {
      const { status, location } = await ask({ [name]: 'a\0b' });
      expect([name, status, new URL(location).searchParams.get('error')]).toEqual([
        name,
        303,
        'invalid_request',
      ]);
    }
    for (const client_id of ['a\0b', 'x', "' or 1=1 --"]) expect((await ask({ client_id })).status).toBe(400);
    expect((await fetch(`${protocol('logout')}?client_id=%00&post_logout_redirect_uri=%00`)).status).toBe(
      400,
    );
    const answer = await fetch(protocol('token'), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'x',
        client_id: 'a\0b',
        client_secret: 'x',
      }),
    });
    expect(answer.status).toBe(401);
  });

  it('cannot have its request or its keys fetched from an address, nor its flow changed to one that was not declared', async () => {
    for (const more of [
      { request_uri: 'http://127.0.0.1:1/request' },
      { request: 'eyJhbGciOiJub25lIn0.e30.' },
      { response_type: 'token' },
      { response_type: 'id_token' },
      { response_mode: 'web_message' },
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
    ] as Record<string, string>[]) {
      const { status, location } = await ask(more);
      const refused = status === 400 || /[?&#]error=/.test(location);
      expect([more, refused]).toEqual([more, true]);
    }
  });

  it('names its issuer in the answer, so that the answers of two providers cannot be mixed up', async () => {
    const browser = new HttpBrowser();
    const back = await target.story.authorize(signedIn.clientId, signedIn.redirectUri, browser, async () => {
      await browser.submit({ idNat: target.person.idNat }, '');
      await target.story.answer(phone.id);
    });
    expect(back.get('iss')).toBe(target.story.issuer);
    const stranger = await target.story.client(signedIn.redirectUri);
    await expect(target.story.redeem(stranger, signedIn.redirectUri, back)).rejects.toThrow('invalid_grant');
  });

  it('changes the name of the session that a browser brought, so that nobody can hand over his own', async () => {
    const browser = new HttpBrowser();
    browser.setCookie(target.origin, 'psc_session', 'chosen-by-somebody-else');
    browser.setCookie(target.origin, 'psc_session.sig', 'x');
    const { browser: after } = await target.story.signIn(target.person.idNat, phone.id, browser);
    const answer = await after.go(`${protocol('logout')}`);
    expect(answer.body).toContain('Voulez-vous vous déconnecter');
    const thief = new HttpBrowser();
    thief.setCookie(target.origin, 'psc_session', 'chosen-by-somebody-else');
    const back = await target.story.authorize(
      signedIn.clientId,
      signedIn.redirectUri,
      thief,
      async () => undefined,
    );
    expect(back.has('code')).toBe(false);
  });
});
