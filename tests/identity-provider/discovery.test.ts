import { decodeJwt } from 'jose';
import type * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { personas } from './personas.js';
import { connect, relyingParty, type Service } from './relying-party.js';
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
      acr_values_supported: ['eidas1', '0'],
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
