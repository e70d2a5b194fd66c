import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, connect, relyingParty, type Service, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { newService, type Phone, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;
let rp: oidc.Configuration;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, service, rp } = all);
});

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

  it('rotate: the new refresh token works, the old one no more, and auth_time stays', async () => {
    const { tokens } = await connect(w, rp, doctor.idNat, phone);
    const next = await oidc.refreshTokenGrant(rp, tokens.refresh_token as string);
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(decodeJwt(next.access_token)).toMatchObject({
      auth_time: decodeJwt(tokens.access_token).auth_time,
      sid: tokens.session_state,
      authMode: 'MOBILE',
    });
    await oidc.refreshTokenGrant(rp, next.refresh_token as string);
    await expect(oidc.refreshTokenGrant(rp, tokens.refresh_token as string)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const userinfo = await oidc.fetchUserInfo(rp, next.access_token, oidc.skipSubjectCheck);
    expect(userinfo).toMatchObject({ SubjectNameID: doctor.idNat, authMode: 'MOBILE' });
  });
});
