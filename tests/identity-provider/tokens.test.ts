import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, connect, relyingParty, type Service, signIn } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;
let rp: oidc.Configuration;

beforeAll(async () => {
  w = await world();
  await publish(w, doctor);
  phone = await activatePhone(w, doctor.idNat);
  service = await newService(w);
  rp = await relyingParty(w, service);
});
afterAll(() => w.stop());

const SUB = /^f:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:899780000016$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('tokens of the national format', () => {
  it('are in a response with the fields of the national service', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    expect(Object.keys(tokens).sort()).toEqual(
      [
        ...['access_token', 'expires_in', 'id_token', 'not-before-policy', 'refresh_expires_in'],
        ...['refresh_token', 'scope', 'session_state', 'token_type'],
      ].sort(),
    );
    expect(tokens).toMatchObject({
      expires_in: 120,
      refresh_expires_in: 1800,
      'not-before-policy': 0,
      scope: 'openid scope_all',
    });
    expect(tokens.session_state).toMatch(UUID);
  });

  it('give an access token that is a signed envelope without audience and without names', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const jwks = createRemoteJWKSet(new URL(`${w.issuer}/protocol/openid-connect/certs`));
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, jwks, { issuer: w.issuer });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    expect(Object.keys(payload).sort()).toEqual(
      [
        ...['acr', 'authMode', 'auth_time', 'azp', 'exp', 'iat', 'iss', 'jti', 'nonce', 'otherIds'],
        ...['preferred_username', 'scope', 'session_state', 'sid', 'sub', 'typ'],
      ].sort(),
    );
    expect(payload).toMatchObject({
      sub: expect.stringMatching(SUB),
      typ: 'Bearer',
      acr: 'eidas1',
      authMode: 'MOBILE',
      azp: service.clientId,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120);
    expect(payload.sid).toBe(payload.session_state);
    expect(payload.otherIds).toContainEqual({ identifiant: '0751234567', origine: 'ADELI', qualite: 1 });
  });

  it('S4-48 give an ID token that a standard library validates against the published keys, and no forged one', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const idToken = tokens.id_token as string;
    const jwks = createRemoteJWKSet(new URL(`${w.issuer}/protocol/openid-connect/certs`));
    const options = { issuer: w.issuer, audience: service.clientId };
    const { payload } = await jwtVerify(idToken, jwks, options);
    expect(Object.keys(payload).sort()).toEqual(
      [
        ...['acr', 'at_hash', 'aud', 'auth_time', 'azp', 'exp', 'family_name', 'given_name', 'iat', 'iss'],
        ...['jti', 'nonce', 'preferred_username', 'session_state', 'sid', 'sub', 'typ'],
      ].sort(),
    );
    const half = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
    expect(payload).toMatchObject({ typ: 'ID', acr: 'eidas1', at_hash: half.toString('base64url') });
    expect(decodeProtectedHeader(idToken).alg).toBe('RS256');
    const [head, , signature] = idToken.split('.');
    const forged = Buffer.from(JSON.stringify({ ...payload, sub: 'f:x:1' })).toString('base64url');
    await expect(jwtVerify(`${head}.${forged}.${signature}`, jwks, options)).rejects.toThrow('signature');
  });

  it('say an empty nonce in the access token only, when the service sent none', async () => {
    const asked = await ask(rp);
    asked.url.searchParams.delete('nonce');
    const back = await signIn(new Browser(w.origin), asked, doctor.idNat, phone);
    const tokens = await oidc.authorizationCodeGrant(rp, back, {
      pkceCodeVerifier: asked.verifier,
      expectedState: asked.state,
    });
    expect(decodeJwt(tokens.access_token).nonce).toBe('');
    expect(tokens.claims()).not.toHaveProperty('nonce');
  });

  it('are introspected by any service, with the identifier for an access token only', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const other = await relyingParty(w, await newService(w, { name: 'Messagerie' }));
    const access = await oidc.tokenIntrospection(other, tokens.access_token);
    expect(access).toMatchObject({
      active: true,
      typ: 'Bearer',
      azp: service.clientId,
      client_id: service.clientId,
      sub: expect.stringMatching(SUB),
      SubjectNameID: doctor.idNat,
      preferred_username: doctor.idNat,
      username: doctor.idNat,
      acr: 'eidas1',
      authMode: 'MOBILE',
      scope: 'openid scope_all',
      session_state: tokens.session_state,
      sid: tokens.session_state,
      iss: w.issuer,
    });
    expect(access).toHaveProperty('auth_time');
    expect(access).toHaveProperty('nonce');
    expect(access).toHaveProperty('otherIds');
    const refresh = await oidc.tokenIntrospection(other, tokens.refresh_token as string);
    expect(refresh).toMatchObject({ active: true, typ: 'Refresh' });
    expect(refresh).not.toHaveProperty('SubjectNameID');
  });

  it('are inactive when forged, unknown, or opened out of their envelope', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const inside = decodeJwt(tokens.access_token).jti as string;
    const forged = `${tokens.access_token.slice(0, -6)}AAAAAA`;
    for (const token of [inside, forged, 'nothing', `~${forged}`]) {
      expect(await oidc.tokenIntrospection(rp, token)).toEqual({ active: false });
    }
    for (const token of [inside, forged]) {
      const answer = await fetch(`${w.issuer}/protocol/openid-connect/userinfo`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(401);
    }
  });

  it('are refused to a caller with a wrong secret', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const thief = await relyingParty(w, { ...service, clientSecret: 'wrong' });
    await expect(oidc.tokenIntrospection(thief, tokens.access_token)).rejects.toMatchObject({
      error: 'invalid_client',
    });
    await expect(oidc.refreshTokenGrant(thief, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });

  it('are revoked by their own service, and not by another', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const other = await relyingParty(w, await newService(w, { name: 'Messagerie' }));
    await oidc.tokenRevocation(other, tokens.access_token);
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toMatchObject({ active: true });
    await oidc.tokenRevocation(rp, tokens.access_token);
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toEqual({ active: false });
    expect(await oidc.tokenIntrospection(rp, tokens.refresh_token as string)).toEqual({ active: false });
  });

  it('rotate: the new refresh token works, the old one does not, and auth_time stays', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const next = await oidc.refreshTokenGrant(rp, tokens.refresh_token as string);
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(decodeJwt(next.access_token)).toMatchObject({
      auth_time: decodeJwt(tokens.access_token).auth_time,
      sid: tokens.session_state,
      authMode: 'MOBILE',
    });
    await expect(oidc.refreshTokenGrant(rp, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const userinfo = await oidc.fetchUserInfo(rp, next.access_token, oidc.skipSubjectCheck);
    expect(userinfo).toMatchObject({ SubjectNameID: doctor.idNat, authMode: 'MOBILE' });
  });
});

describe('userinfo', () => {
  it('S1-06 carries a new exercise name as soon as our copy has it, and no call of ours writes it', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const nameNow = async () => {
      const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
      return (userinfo.SubjectRefPro as { exercices: { nomDexercice: string }[] }).exercices[0]?.nomDexercice;
    };
    expect(await nameNow()).toBe('EXERCICE');
    for (const method of ['POST', 'PUT', 'PATCH']) {
      await fetch(`${w.issuer}/protocol/openid-connect/userinfo`, {
        method,
        headers: {
          authorization: `Bearer ${tokens.access_token}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'nomDexercice=PIRATE',
      });
    }
    expect(await nameNow()).toBe('EXERCICE');
    const [first, ...others] = doctor.exercises;
    if (!first) throw new Error('the doctor has an exercise');
    await publish(w, { ...doctor, version: 2, exercises: [{ ...first, name: 'NOUVEAU' }, ...others] });
    expect(await nameNow()).toBe('NOUVEAU');
    await publish(w, { ...doctor, version: 1 });
    expect(await nameNow()).toBe('NOUVEAU');
  });

  it('S3-102 gives the situations of the directory, and a service keeps no credential of the person', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    const { exercices } = userinfo.SubjectRefPro as { exercices: { activities: unknown[] }[] };
    expect(exercices.flatMap((e) => e.activities)).toHaveLength(2);
    expect(JSON.stringify({ tokens, userinfo })).not.toMatch(/password|2580|jeanne\.exemple|639980042/);
    const scopes = await fetch(`${w.issuer}/protocol/openid-connect/userinfo`);
    expect(scopes.status).toBeGreaterThanOrEqual(400);
  });

  it('is refused, with refresh and introspection, once the person is struck off', async () => {
    const leaver = { ...doctor, idNat: '899780000073', version: 1 };
    await publish(w, leaver);
    const { tokens } = await connect(w, rp, leaver.idNat, await activatePhone(w, leaver.idNat));
    await publish(w, { ...leaver, version: 2 }, false);
    const answer = await fetch(`${w.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(answer.status).toBe(401);
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toEqual({ active: false });
    await expect(oidc.refreshTokenGrant(rp, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('gives the short set to a person without a professional record', async () => {
    const cpe = personas['cpe-holder'] as (typeof personas)[string];
    await publish(w, cpe);
    const { tokens } = await connect(w, rp, cpe.idNat, await activatePhone(w, cpe.idNat));
    const userinfo = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(Object.keys(userinfo).sort()).toEqual(
      ['SubjectNameID', 'codeCivilite', 'family_name', 'given_name', 'preferred_username', 'sub'].sort(),
    );
    expect(userinfo.SubjectNameID).toBe('3750821092/CPET00001');
  });
});

describe('discovery', () => {
  it('S3-100 S1-01 names one issuer, the same under both names and for every service', async () => {
    const read = async (name: string) => {
      const answer = await fetch(`${w.issuer}/.well-known/${name}`);
      expect(answer.status).toBe(200);
      return (await answer.json()) as Record<string, unknown>;
    };
    const standard = await read('openid-configuration');
    expect(await read('wallet-openid-configuration')).toEqual(standard);
    const B = `${w.issuer}/protocol/openid-connect`;
    expect(standard).toMatchObject({
      issuer: w.issuer,
      authorization_endpoint: `${B}/auth`,
      token_endpoint: `${B}/token`,
      userinfo_endpoint: `${B}/userinfo`,
      jwks_uri: `${B}/certs`,
      end_session_endpoint: `${B}/logout`,
      revocation_endpoint: `${B}/revoke`,
      introspection_endpoint: `${B}/token/introspect`,
      pushed_authorization_request_endpoint: `${B}/ext/par/request`,
      acr_values_supported: ['eidas1'],
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
    });
    expect(standard.claims_supported).toEqual(
      expect.arrayContaining(['SubjectNameID', 'SubjectRefPro', 'otherIds', 'Secteur_Activite', 'authMode']),
    );
    for (const name of ['Dossier', 'Messagerie']) {
      const discovered = await relyingParty(w, await newService(w, { name }));
      expect(discovered.serverMetadata().issuer).toBe(w.issuer);
    }
    expect((await fetch(`${w.issuer}/.well-known/other`)).status).toBe(404);
    expect(
      (await fetch(`${w.issuer.replace('esante-wallet', 'master')}/.well-known/openid-configuration`)).status,
    ).toBe(404);
  });

  it('never believes the Host header', async () => {
    const answer = await fetch(`${w.issuer}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    expect(await answer.text()).not.toContain('evil.example');
  });

  it('S3-101 registers a service at once and free of charge, over a standard protocol, and refuses a bad address', async () => {
    const made = await newService(w, { name: 'Nouveau service' });
    expect(Object.keys(made).filter((key) => /pay|price|prix/i.test(key))).toEqual([]);
    const { tokens } = await connect(w, await relyingParty(w, made), doctor.idNat, phone);
    expect(tokens.claims()?.preferred_username).toBe(doctor.idNat);
    await expect(newService(w, { redirectUris: ['javascript:alert(1)'] })).rejects.toMatchObject({
      code: 'identity-provider.invalid-service',
      fields: [expect.objectContaining({ field: 'redirectUris/0' })],
    });
  });

  it('keeps secrets, codes and tokens out of the database in clear', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const dump = JSON.stringify([
      (await w.app.database.pool.query('select * from identity_provider.artifacts')).rows,
      (await w.app.database.pool.query('select * from identity_provider.services')).rows,
      (await w.app.database.pool.query('select * from identity_provider.signing_keys')).rows,
    ]);
    for (const secret of [
      tokens.refresh_token as string,
      decodeJwt(tokens.access_token).jti as string,
      service.clientSecret,
      '"kty"',
    ]) {
      expect(dump).not.toContain(secret);
    }
  });
});
