import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { endSession } from '../../src/modules/identity-provider/actions/end-session.js';
import { changeService } from '../../src/modules/identity-provider/actions/register-service.js';
import { wallet } from '../../src/modules/identity-provider/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { connect, relyingParty, type Service } from './relying-party.js';
import { type SignedUp, useSignedUp } from './signed-up.js';
import { BACK, newService, publish, type World } from './world.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS = 'urn:ietf:params:oauth:token-type:access_token';
let w: World;
let all: SignedUp;
/** The single sign-on of a hospital, an application behind it, and one that agreed to nothing. */
let sso: Service;
let app: Service;
let deaf: Service;
let rp: oidc.Configuration;
let appRp: oidc.Configuration;

useSignedUp('nurse', async (signedUp) => {
  all = signedUp;
  w = signedUp.w;
  const clientId = 'sso-hopital';
  app = await newService(w, { name: 'Dossier local', options: { tokenExchange: { from: [clientId] } } });
  deaf = await newService(w, { name: 'Sans accord' });
  const towards = [app.clientId, deaf.clientId];
  sso = await newService(w, { clientId, name: 'SSO de l’hôpital', options: { tokenExchange: { towards } } });
  rp = await relyingParty(w, sso);
  appRp = await relyingParty(w, app);
});

const signIn = async () => (await connect(w, rp, all.person.idNat, all.phone)).tokens;

/** Asks for a token for the application; `more` replaces or, when empty, takes away a parameter. */
function ask(token: string, more: Record<string, string> = {}, party = rp) {
  const asked = { subject_token: token, subject_token_type: ACCESS, audience: app.clientId, ...more };
  return oidc.genericGrantRequest(
    party,
    GRANT,
    Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== '')),
  );
}

const refused = async (asking: Promise<unknown>) =>
  asking.then(
    () => 'given',
    (error: { error?: string }) => error.error,
  );

describe('an exchange of tokens', () => {
  it('S4-62 gives a local SSO a token for an application that agreed; to all others, by default, nothing', async () => {
    const tokens = await signIn();
    const given = await ask(tokens.access_token);
    expect(given).toMatchObject({
      issued_token_type: ACCESS,
      token_type: 'bearer',
      scope: 'openid scope_all',
    });
    expect(await oidc.tokenIntrospection(appRp, given.access_token)).toMatchObject({
      ...{ active: true, aud: app.clientId, client_id: sso.clientId, SubjectNameID: all.person.idNat },
      act: { sub: sso.clientId },
    });
    expect(await refused(ask(tokens.access_token, { audience: deaf.clientId }))).toBe('invalid_target');
    const usual = (await connect(w, all.rp, all.person.idNat, all.phone)).tokens;
    expect(await refused(ask(usual.access_token, {}, all.rp))).toBe('unauthorized_client');
  });

  it('gives a token for that service alone, that says who asked and how the person signed in', async () => {
    const tokens = await signIn();
    const given = await ask(tokens.access_token);
    const [before, after] = [decodeJwt(tokens.access_token), decodeJwt(given.access_token)];
    expect(after).toMatchObject({
      ...{ aud: app.clientId, azp: sso.clientId, act: { sub: sso.clientId, client_id: sso.clientId } },
      ...{ sid: before.sid, auth_time: before.auth_time, acr: 'eidas1', authMode: 'MOBILE' },
    });
    expect(after.exp).toBeLessThanOrEqual(before.exp as number);
    expect(given.refresh_token).toBeUndefined();
    expect(given.id_token).toBeUndefined();
    const asBearer = { headers: { authorization: `Bearer ${given.access_token}` } };
    expect((await fetch(`${w.issuer}/protocol/openid-connect/userinfo`, asBearer)).status).toBe(401);
    expect(await oidc.tokenIntrospection(all.rp, given.access_token)).toEqual({ active: false });
    expect(await oidc.tokenIntrospection(rp, given.access_token)).toMatchObject({ active: true });
  });

  it('is never wider: some of the scopes may be asked for, none besides', async () => {
    const tokens = await signIn();
    expect(await ask(tokens.access_token, { scope: 'openid' })).toMatchObject({ scope: 'openid' });
    expect(await refused(ask(tokens.access_token, { scope: 'openid fhir' }))).toBe('invalid_scope');
    expect(await refused(ask(tokens.access_token, { scope: 'openid scope_all identity' }))).toBe(
      'invalid_scope',
    );
  });

  it('does not prolong: a token that lives ten seconds more gives one that lives no longer', async () => {
    const tokens = await signIn();
    const opaque = decodeJwt(tokens.access_token).jti as string;
    expect(opaque).toBeTypeOf('string');
    const soon = Math.floor(Date.now() / 1000) + 10;
    await sql`update identity_provider.artifacts set payload = payload || jsonb_build_object('exp', ${soon}::int)
      where model = 'AccessToken' and sid = ${tokens.session_state as string}`.execute(w.ctx.db);
    const given = await ask(tokens.access_token);
    expect(given.expires_in).toBeLessThanOrEqual(10);
    expect(decodeJwt(given.access_token).exp).toBeLessThanOrEqual(soon);
  });

  it('ends with the session, whose end the application is told like the others', async () => {
    const tokens = await signIn();
    const given = await ask(tokens.access_token);
    const { services } = await endSession(w.ctx, tokens.session_state as string);
    expect(services.map(({ clientId }) => clientId).sort()).toEqual([app.clientId, sso.clientId].sort());
    expect(await oidc.tokenIntrospection(appRp, given.access_token)).toEqual({ active: false });
    expect(await refused(ask(tokens.access_token))).toBe('invalid_request');
  });

  it('is shown to the person among past sign-ins, and makes the person known to the application', async () => {
    const tokens = await signIn();
    await ask(tokens.access_token);
    const [visit] = await wallet.ownVisits(w.ctx, all.person.idNat, { limit: 1 });
    expect(visit).toMatchObject({
      service: 'Dossier local',
      means: 'MOBILE',
      silent: true,
      via: 'SSO de l’hôpital',
    });
    const known = await rows(
      w.ctx.db,
      sql`select subject from identity_provider.known_subjects where client_id = ${app.clientId}`,
    );
    expect(known).toEqual([{ subject: tokens.claims()?.sub }]);
  });
});

describe('what is refused of an exchange', () => {
  let token: string;
  beforeAll(async () => {
    token = (await signIn()).access_token;
  });

  it.each([
    ['no subject_token', { subject_token: '' }, 'invalid_request'],
    ['no audience', { audience: '' }, 'invalid_request'],
    ['a forged token', { subject_token: 'a.b.c' }, 'invalid_request'],
    ['an ID token', { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }, 'invalid_request'],
    [
      'a refresh token asked for',
      { requested_token_type: `${ACCESS.replace('access', 'refresh')}` },
      'invalid_request',
    ],
    ['another actor', { actor_token: 'x', actor_token_type: ACCESS }, 'invalid_request'],
    ['a resource', { resource: 'https://autre.example' }, 'invalid_target'],
    ['an unknown audience', { audience: 'personne' }, 'invalid_target'],
    ['itself', { audience: 'sso-hopital' }, 'invalid_target'],
  ])('%s', async (_name, more, error) => {
    expect(await refused(ask(token, more))).toBe(error);
  });

  it('the token of another service, a token that was exchanged, a revoked one', async () => {
    const options = { tokenExchange: { towards: [app.clientId] } };
    const thief = await relyingParty(w, await newService(w, { name: 'Voleur', options }));
    expect(await refused(ask(token, {}, thief))).toBe('invalid_request');
    const given = await ask(token);
    expect(await refused(ask(given.access_token))).toBe('invalid_request');
    const own = await signIn();
    await oidc.tokenRevocation(rp, own.access_token);
    expect(await refused(ask(own.access_token))).toBe('invalid_request');
  });

  it('a token that a key binds: exchanged, it would open without the key', async () => {
    const bound = (await connectBound()).access_token;
    expect(decodeJwt(bound)).toHaveProperty('cnf');
    expect(await refused(ask(bound))).toBe('invalid_request');
  });

  it('somebody who signed in by a means that the application does not take', async () => {
    const options = { tokenExchange: { from: [sso.clientId] }, acceptedMeans: ['CARD' as const] };
    await changeService(w.ctx, app.clientId, { name: 'Dossier local', redirectUris: [BACK], options });
    expect(await refused(ask((await signIn()).access_token))).toBe('invalid_target');
    await changeService(w.ctx, app.clientId, {
      ...{
        name: 'Dossier local',
        redirectUris: [BACK],
        options: { tokenExchange: { from: [sso.clientId] } },
      },
    });
  });

  it('somebody who was struck off meanwhile', async () => {
    const own = await signIn();
    await publish(w, { ...all.person, version: 50 }, false);
    expect(await refused(ask(own.access_token))).toBe('invalid_request');
    await publish(w, { ...all.person, version: 51 });
  });

  async function connectBound() {
    const DPoP = oidc.getDPoPHandle(rp, await oidc.randomDPoPKeyPair());
    const first = await signIn();
    return oidc.refreshTokenGrant(rp, first.refresh_token as string, undefined, { DPoP });
  }
});
