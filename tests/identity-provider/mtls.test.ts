import { createHash, X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authority } from '../../src/modules/credentials/ca/authorities.js';
import { issueWithKey } from '../../src/modules/credentials/ca/issue.js';
import { certificatesPem, keyPem } from '../../src/modules/credentials/ca/pem.js';
import { recordCertificate } from '../../src/modules/credentials/ca/register.js';
import { certificateParts } from '../../src/modules/credentials/ca/rules/certificate.js';
import type { IntermediateKey } from '../../src/modules/credentials/ca/rules/names.js';
import { certificates } from '../../src/modules/credentials/index.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import type { GivenOptions } from '../../src/modules/identity-provider/rules/service-options.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from './browser.js';
import { caller, type Identity, selfMade, signingRequest } from './tls-client.js';

const BACK = 'http://localhost:1/retour';
const BEARER = { name: 'CLINIQUE D’ESSAI', nationalId: '1990000019', departement: 'Paris (75)' };
const SUBJECT = `CN=logiciel,OU=1990000019,O=CLINIQUE D’ESSAI,ST=Paris (75),C=FR`;
const CODE = 'un code de révocation';
const SUBJECT_NAME = [
  { C: ['FR'] },
  { ST: [BEARER.departement] },
  { O: [BEARER.name] },
  { OU: [BEARER.nationalId] },
  { CN: ['logiciel'] },
];

let t: TestApp;
let story: Story;
let ca: string;
let idNat: string;
let phone: string;

beforeAll(async () => {
  t = await startTestApp();
  story = new Story(t.origin);
  ca = await (await fetch(`${t.origin}/igc/chaine.pem`)).text();
  ({ idNat } = await story.register('CNOM', doctor()));
  await t.settle();
  phone = (await story.phone(idNat)).id;
});
afterAll(() => t.stop());

/** A software certificate with its key. */
async function software(
  commonName = 'logiciel',
  usage: certificates.Usage = 'AUTH_CLI',
  nationalId = BEARER.nationalId,
): Promise<Identity & { serial: string; revoke(): Promise<void> }> {
  const { csr, key } = signingRequest(commonName);
  const made = await certificates.issueCertificate(t.app.ctx, {
    ...{ offer: 'ORG', usage, commonName, csr, revocationCode: CODE },
    bearer: { ...BEARER, nationalId },
  });
  return {
    ...{ key, serial: made.serial, cert: certificatesPem([made.certificate, ...made.chain.slice(0, 1)]) },
    revoke: () =>
      certificates.revokeWithCode(t.app.ctx, { serial: made.serial, code: CODE, reason: 'key-compromise' }),
  };
}

const register = (options: GivenOptions) =>
  registerService(t.app.ctx, { name: 'Logiciel de clinique', redirectUris: [BACK], options });

const byTls: GivenOptions = { authentication: 'tls_client_auth', tls: { subjectDn: SUBJECT } };

/** A relying party of a standard library, that shows its certificate on the addresses of discovery for it. */
async function relyingParty(clientId: string, identity?: Identity): Promise<oidc.Configuration> {
  const call = caller(ca, identity);
  const rp = await oidc.discovery(
    new URL(story.issuer),
    clientId,
    { use_mtls_endpoint_aliases: true },
    oidc.TlsClientAuth(),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) =>
        url.startsWith('https:') ? call(url, init as RequestInit) : fetch(url, init as RequestInit),
    },
  );
  return rp;
}

async function signedIn(rp: oidc.Configuration) {
  const verifier = oidc.randomPKCECodeVerifier();
  const asked = oidc.buildAuthorizationUrl(rp, {
    ...{ redirect_uri: BACK, scope: 'openid scope_all', acr_values: 'eidas1', state: 'etat', nonce: 'nonce' },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  const browser = new Browser(t.origin);
  const start = await browser.follow(asked.href);
  const waiting = await browser.follow(start.url.href, { idNat });
  await approve(phone);
  const { url } = await browser.follow(waiting.url.href);
  const redeem = (by = rp) =>
    oidc.authorizationCodeGrant(by, url, {
      pkceCodeVerifier: verifier,
      expectedState: 'etat',
      expectedNonce: 'nonce',
    });
  return { url, verifier, redeem };
}

async function approve(id: string): Promise<void> {
  const at = `${t.origin}/sandbox/api/phones/${id}/requests`;
  const [waiting] = (await (await fetch(at)).json()) as { id: string }[];
  await fetch(`${at}/${waiting?.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ decision: 'approve' }),
  });
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { error?: string; cause?: { error?: string } }) => error.error ?? String(error),
  );

describe('discovery', () => {
  it('tells that services may prove themselves by certificate, and where', async () => {
    const told = (await (await fetch(`${story.issuer}/.well-known/wallet-openid-configuration`)).json()) as {
      [name: string]: string[] & Record<string, string>;
    };
    expect(told.token_endpoint_auth_methods_supported).toContain('tls_client_auth');
    expect(told.tls_client_certificate_bound_access_tokens).toBe(true);
    const aliases = told.mtls_endpoint_aliases as unknown as Record<string, string>;
    for (const [name, address] of Object.entries(aliases)) {
      expect(new URL(address).origin).toBe(t.app.config.mtlsOrigin);
      expect(new URL(address).pathname).toBe(new URL(String(told[name])).pathname);
    }
    expect(Object.keys(aliases)).toContain('token_endpoint');
    const elsewhere = await caller(ca)(
      `${t.app.config.mtlsOrigin}/auth/realms/esante-wallet/protocol/openid-connect/auth`,
    );
    expect(elsewhere.status).toBe(404);
  });
});

describe('a service with a certificate', () => {
  it('signs people in without a secret, and its tokens say which certificate may use them', async () => {
    const identity = await software();
    const { clientId } = await register({ ...byTls, certificateBoundTokens: true });
    const rp = await relyingParty(clientId, identity);
    const tokens = await (await signedIn(rp)).redeem();
    const digest = createHash('sha256').update(new X509Certificate(identity.cert).raw);
    const thumbprint = digest.digest('base64url');
    expect(claimsOf(tokens.access_token).cnf).toEqual({ 'x5t#S256': thumbprint });
    const info = await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck);
    expect(info.SubjectNameID).toBe(idNat);
    const looked = await oidc.tokenIntrospection(rp, tokens.access_token);
    expect(looked).toMatchObject({ active: true, cnf: { 'x5t#S256': thumbprint } });
    const again = await oidc.refreshTokenGrant(rp, tokens.refresh_token ?? '');
    expect(claimsOf(again.access_token).cnf).toEqual({ 'x5t#S256': thumbprint });
  });

  it('gets the digest in the national writing where it asked for it, and nowhere else', async () => {
    const identity = await software();
    const { clientId } = await register({ ...byTls, certificateBoundTokens: true, nationalCnf: true });
    const rp = await relyingParty(clientId, identity);
    const tokens = await (await signedIn(rp)).redeem();
    const hex = createHash('sha256').update(new X509Certificate(identity.cert).raw).digest('hex');
    const national = Buffer.from(hex, 'latin1').toString('base64');
    expect(national).toHaveLength(88);
    expect(claimsOf(tokens.access_token).cnf).toEqual({ 'x5t#S256': national });
    expect(await oidc.tokenIntrospection(rp, tokens.access_token)).toMatchObject({
      cnf: { 'x5t#S256': national },
    });
    expect((await oidc.fetchUserInfo(rp, tokens.access_token, oidc.skipSubjectCheck)).SubjectNameID).toBe(
      idNat,
    );
  });

  it('finds its tokens worth nothing without the certificate, with another, and once it is revoked', async () => {
    const [identity, other] = [await software(), await software()];
    const { clientId } = await register({ ...byTls, certificateBoundTokens: true });
    const rp = await relyingParty(clientId, identity);
    const { access_token: token } = await (await signedIn(rp)).redeem();
    const userinfo = `${t.app.config.mtlsOrigin}/auth/realms/esante-wallet/protocol/openid-connect/userinfo`;
    const ask = async (by?: Identity, at = userinfo) => {
      const init = { headers: { authorization: `Bearer ${token}` } };
      return (await (at.startsWith('https:') ? caller(ca, by)(at, init) : fetch(at, init))).status;
    };
    const plain = userinfo.replace(t.app.config.mtlsOrigin, t.origin);
    expect([await ask(identity), await ask(other), await ask(), await ask(undefined, plain)]).toEqual([
      200, 401, 401, 401,
    ]);
    await identity.revoke();
    expect(await ask(identity)).toBe(401);
    const still = await relyingParty(clientId, other);
    expect(await oidc.tokenIntrospection(still, token)).toEqual({ active: false });
  });

  it('may renew its certificate under the same name, the former one serving until it is revoked', async () => {
    const [former, latter] = [await software(), await software()];
    const { clientId } = await register(byTls);
    for (const identity of [former, latter]) {
      const rp = await relyingParty(clientId, identity);
      expect(await errorOf((await signedIn(rp)).redeem())).toBe('no error');
    }
    await former.revoke();
    const [old, young] = [await relyingParty(clientId, former), await relyingParty(clientId, latter)];
    expect(await errorOf((await signedIn(old)).redeem())).toBe('invalid_client');
    expect(await errorOf((await signedIn(young)).redeem())).toBe('no error');
  });
});

/** One that another range certified, under the same subject. */
async function ofRange(
  by: IntermediateKey,
  profile: 'ORG AUTH_CLI' | 'SERV SSL' = 'ORG AUTH_CLI',
): Promise<Identity> {
  const made = await issueWithKey(t.app.ctx, by, { profile, subject: SUBJECT_NAME, days: 30 });
  await recordCertificate(t.app.ctx, made);
  return { cert: certificatesPem([made.certificate]), key: keyPem(made.key) };
}

const refused: [title: string, make: () => Promise<Identity | undefined>][] = [
  ['no certificate', async () => undefined],
  ['one that signed itself', async () => selfMade(SUBJECT_NAME)],
  [
    'the name of the authority over another key',
    async () =>
      selfMade(
        SUBJECT_NAME,
        certificateParts((await authority(t.app.ctx, 'ACI-EL-ORG')).certificate).subject,
      ),
  ],
  ['the certificate of another organisation', () => software('logiciel', 'AUTH_CLI', '1990000027')],
  ['the certificate of another of its applications', () => software('autre logiciel')],
  ['its seal', () => software('logiciel', 'SIGN')],
  ['one of another range', () => ofRange('ACI-FO-ORG')],
  ['one of the range of people', () => ofRange('ACI-EL-PP')],
  ['one that nobody ordered', () => ofRange('ACI-EL-ORG')],
  ['a server’s', () => ofRange('ACI-EL-ORG', 'SERV SSL')],
  [
    'one that was revoked',
    async () => {
      const identity = await software();
      await identity.revoke();
      return identity;
    },
  ],
  [
    'one that has ended',
    async () => {
      const identity = await software();
      await sql`update credentials.software_certificates set expires_at = issued_at
        where serial = ${identity.serial}`.execute(t.app.ctx.db);
      return identity;
    },
  ],
];

describe('a service that shows', () => {
  it.each(refused)('%s is refused as a client, and its code is not spent', async (_title, make) => {
    const good = await software();
    const { clientId } = await register(byTls);
    const [bad, rp] = [await relyingParty(clientId, await make()), await relyingParty(clientId, good)];
    const { redeem } = await signedIn(rp);
    expect(await errorOf(redeem(bad))).toBe('invalid_client');
    expect(await errorOf(redeem())).toBe('no error');
  });
});
