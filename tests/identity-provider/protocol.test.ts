import { createRemoteJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, connect, redeem, relyingParty, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { newService, type Phone, type World } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
let w: World;
let phone: Phone;

useSignedUp('nurse', (all) => {
  ({ w, phone } = all);
});

const insecure = { execute: [oidc.allowInsecureRequests] };
const endpoint = (path: string) => `${w.issuer}/protocol/openid-connect/${path}`;

describe('private_key_jwt', () => {
  async function keyed() {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' } as { kty: 'EC' };
    const service = await newService(w, {
      options: { authentication: 'private_key_jwt', jwks: { keys: [jwk] } },
    });
    const authentication = oidc.PrivateKeyJwt({ key: privateKey, kid: 'k1' });
    const rp = await oidc.discovery(new URL(w.issuer), service.clientId, undefined, authentication, insecure);
    return { service, rp, privateKey };
  }

  it('signs a service in by its key, through every call that needs it', async () => {
    const { rp } = await keyed();
    const { tokens } = await connect(w, rp, nurse.idNat, phone);
    const next = await oidc.refreshTokenGrant(rp, tokens.refresh_token as string);
    expect(await oidc.tokenIntrospection(rp, next.access_token)).toMatchObject({ active: true });
    await oidc.tokenRevocation(rp, next.access_token);
    expect(await oidc.tokenIntrospection(rp, next.access_token)).toEqual({ active: false });
  });

  it('takes an assertion once, of twenty sent at the same time', async () => {
    const { service, privateKey } = await keyed();
    const assertion = await new SignJWT({ jti: 'once' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(service.clientId)
      .setSubject(service.clientId)
      .setAudience(w.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
    const answers = await Promise.all(Array.from({ length: 20 }, () => introspectWith(assertion)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers.filter(({ ok }) => !ok))
      expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('refuses the key of somebody else, another audience, and the secret of such a service', async () => {
    const { service, privateKey } = await keyed();
    const stranger = await generateKeyPair('ES256');
    const sign = (key: typeof privateKey, audience: string) =>
      new SignJWT({ jti: audience + Math.random() })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(service.clientId)
        .setSubject(service.clientId)
        .setAudience(audience)
        .setExpirationTime('1m')
        .sign(key);
    for (const assertion of [
      await sign(stranger.privateKey, w.issuer),
      await sign(privateKey, 'https://autre.example'),
    ]) {
      expect((await introspectWith(assertion)).status).toBe(401);
    }
    const rp = await relyingParty(w, service);
    await expect(oidc.tokenIntrospection(rp, 'x')).rejects.toMatchObject({ error: 'invalid_client' });
  });

  const introspectWith = (assertion: string) =>
    fetch(endpoint('token/introspect'), {
      method: 'POST',
      body: new URLSearchParams({
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        token: 'nothing',
      }),
    });
});

describe('DPoP', () => {
  async function bound() {
    const service = await newService(w, { options: { dpop: true } });
    const rp = await relyingParty(w, service);
    const keys = await oidc.randomDPoPKeyPair();
    const asked = await ask(rp);
    const back = await signIn(new Browser(w.origin), asked, nurse.idNat, phone);
    const DPoP = oidc.getDPoPHandle(rp, keys);
    const tokens = await oidc.authorizationCodeGrant(
      rp,
      back,
      { pkceCodeVerifier: asked.verifier, expectedState: asked.state, expectedNonce: asked.nonce },
      undefined,
      { DPoP },
    );
    return { rp, tokens, DPoP };
  }

  it('binds tokens to the key of the caller: userinfo and refresh ask for its proof', async () => {
    const { rp, tokens, DPoP } = await bound();
    expect(tokens.token_type.toLowerCase()).toBe('dpop');
    expect(decodeJwt(tokens.access_token)).toMatchObject({ cnf: { jkt: expect.any(String) } });
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck, { DPoP });
    expect(userinfo.SubjectNameID).toBe(nurse.idNat);
    const next = await oidc.refreshTokenGrant(rp, tokens.refresh_token as string, undefined, { DPoP });
    expect(await oidc.tokenIntrospection(rp, next.access_token)).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: decodeJwt(tokens.access_token).cnf,
    });
  });

  it('refuses a stolen token without the key, with another key, or as a bearer token', async () => {
    const { rp, tokens } = await bound();
    const thief = oidc.getDPoPHandle(rp, await oidc.randomDPoPKeyPair());
    await expect(
      oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck, { DPoP: thief }),
    ).rejects.toThrow();
    const bearer = await fetch(endpoint('userinfo'), {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(bearer.status).toBe(401);
    expect(bearer.headers.get('www-authenticate')).toContain('invalid_token');
    const service = await newService(w, { options: { dpop: true } });
    const careless = await relyingParty(w, service);
    const asked = await ask(careless);
    const back = await signIn(new Browser(w.origin), asked, nurse.idNat, phone);
    await expect(redeem(careless, back, asked)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('the way back to the service', () => {
  it('may be a form that the browser posts', async () => {
    const rp = await relyingParty(w, await newService(w));
    const asked = await ask(rp, { response_mode: 'form_post' });
    const page = await arrive(asked.url, nurse.idNat);
    expect(page).toContain('method="post"');
    expect(page).toContain('action="https://service.example/retour"');
    expect(page).toMatch(/name="code"/);
  });

  it('may be a signed answer that names issuer, audience and state', async () => {
    const service = await newService(w);
    const rp = await relyingParty(w, service);
    const asked = await ask(rp, { response_mode: 'jwt' });
    const back = await signIn(new Browser(w.origin), asked, nurse.idNat, phone);
    expect([...back.searchParams.keys()]).toEqual(['response']);
    const jwks = createRemoteJWKSet(new URL(endpoint('certs')));
    const { payload } = await jwtVerify(back.searchParams.get('response') as string, jwks, {
      issuer: w.issuer,
      audience: service.clientId,
    });
    expect(payload).toMatchObject({ state: asked.state, code: expect.any(String) });
  });

  it.each(['fragment', 'fragment.jwt', 'web_message', 'unknown'])('is never %s', async (response_mode) => {
    const rp = await relyingParty(w, await newService(w));
    const asked = await ask(rp, { response_mode });
    const answer = await new Browser(w.origin).go(asked.url.href);
    const at = answer.headers.get('location') ?? '';
    const signed = /response=([^&]+)/.exec(at)?.[1];
    const said = signed ? JSON.stringify(decodeJwt(signed)) : `${at} ${await answer.text()}`;
    expect(at).not.toContain('/auth/connexion/');
    expect(said).toContain('unsupported_response_mode');
  });

  async function arrive(url: URL, idNat: string): Promise<string> {
    const browser = new Browser(w.origin);
    const start = await browser.follow(url.href);
    const waiting = await browser.follow(start.url.href, { idNat });
    await phone.answer('approve');
    return (await browser.follow(waiting.url.href)).answer.text();
  }
});

describe('claims asked one by one', () => {
  it('are given where they are asked, and nothing that was not', async () => {
    const rp = await relyingParty(w, await newService(w));
    const claims = JSON.stringify({
      id_token: { SubjectNameID: { essential: true } },
      userinfo: { codeCivilite: null },
    });
    const asked = await ask(rp, { scope: 'openid', claims });
    const tokens = await redeem(rp, await signIn(new Browser(w.origin), asked, nurse.idNat, phone), asked);
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(userinfo).toHaveProperty('codeCivilite');
    expect(userinfo).not.toHaveProperty('SubjectRefPro');
  });

  it.each(['{', '[]', '"x"', '{"id_token":3}'])('are refused when they are %s', async (claims) => {
    const rp = await relyingParty(w, await newService(w));
    const answer = await new Browser(w.origin).go((await ask(rp, { claims })).url.href);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });
});
