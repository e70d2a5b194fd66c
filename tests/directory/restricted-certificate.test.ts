import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, registerRestrictedClient } from '../../src/modules/access/index.js';
import { certificatesPem } from '../../src/modules/credentials/ca/pem.js';
import { certificates } from '../../src/modules/credentials/index.js';
import { caller, type Identity, selfMade, signingRequest } from '../identity-provider/tls-client.js';
import { startTestApp, type TestApp } from '../support/app.js';

const FHIR = '/fhir/restricted/v2/Practitioner?identifier=899700000013';
const EXTRACT =
  '/annuaire-sante-webservices/V300/services/extraction/Extraction_ProSanteConnect/delta?depuis=0';
const CODE = 'un code de révocation';

let t: TestApp;
let ca: string;
let authorization: string;

beforeAll(async () => {
  t = await startTestApp({ RESTRICTED_CERTIFICATE: 'required' });
  ca = await (await fetch(`${t.origin}/igc/chaine.pem`)).text();
  authorization = `Bearer ${(await openSession(t.app.ctx, { role: 'integrator' })).token}`;
});
afterAll(() => t.stop());

interface Made {
  readonly serial: string;
  readonly subjectDn: string;
}

async function software(usage: certificates.Usage, commonName = 'logiciel'): Promise<Identity & Made> {
  const { csr, key } = signingRequest(commonName);
  const bearer = { name: 'CLINIQUE D’ESSAI', nationalId: '1990000019', departement: 'Paris (75)' };
  const order = { offer: 'ORG' as const, usage, commonName, csr, revocationCode: CODE, bearer };
  const made = await certificates.issueCertificate(t.app.ctx, order);
  const cert = certificatesPem([made.certificate, ...made.chain.slice(0, 1)]);
  return { key, cert, serial: made.serial, subjectDn: made.subjectDn };
}

/** The statuses of the restricted API and of the restricted extract, asked with these. */
async function statuses(identity?: Identity, headers: Record<string, string> = { authorization }) {
  const ask = caller(ca, identity);
  const answers = [FHIR, EXTRACT].map((path) => ask(t.app.config.mtlsOrigin + path, { headers }));
  return (await Promise.all(answers)).map(({ status }) => status);
}

it('a certificate of the organisation is asked for besides the token, where the operator wants one', async () => {
  const good = await software('AUTH_CLI');
  expect(await statuses(good)).toEqual([200, 200]);
  expect(await statuses(good, {})).toEqual([401, 401]);
  expect(await statuses()).toEqual([403, 403]);
  expect(await statuses(await software('SIGN'))).toEqual([403, 403]);
  expect(await statuses(selfMade([{ CN: ['logiciel'] }]))).toEqual([403, 403]);
  for (const path of [FHIR, EXTRACT])
    expect((await fetch(t.origin + path, { headers: { authorization } })).status).toBe(403);
  await certificates.revokeWithCode(t.app.ctx, { serial: good.serial, code: CODE, reason: 'key-compromise' });
  expect(await statuses(good)).toEqual([403, 403]);
});

it('a program bound to a certificate is refused with any other one, also where the operator asks for none', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'k1' }] };
  const [own, other] = [await software('AUTH_CLI'), await software('AUTH_CLI', 'autre logiciel')];
  const clientId = await registerRestrictedClient(t.app.ctx, {
    code: 'HOPITAL',
    jwks,
    certificateDn: own.subjectDn,
  });
  const token = `${t.app.config.origin}/api/oauth/token`;
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(token)
    .setJti(randomUUID())
    .setIssuedAt(Math.floor(t.app.clock.now().getTime() / 1000))
    .setExpirationTime(Math.floor(t.app.clock.now().getTime() / 1000) + 60)
    .sign(privateKey);
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
  const given = await fetch(token, { method: 'POST', body: new URLSearchParams(form) });
  const headers = {
    authorization: `Bearer ${((await given.json()) as { access_token: string }).access_token}`,
  };
  expect(await statuses(own, headers)).toEqual([200, 200]);
  // A later certificate of the same subject: renewed, nothing has to be told.
  expect(await statuses(await software('AUTH_CLI'), headers)).toEqual([200, 200]);
  expect(await statuses(other, headers)).toEqual([403, 403]);
  expect(await statuses(other)).toEqual([200, 200]);
  // Where no certificate is asked of the others.
  Object.assign(t.app.config, { restrictedCertificate: false });
  try {
    expect(await statuses(undefined)).toEqual([200, 200]);
    expect(await statuses(undefined, headers)).toEqual([403, 403]);
    expect(await statuses(own, headers)).toEqual([200, 200]);
    await registerRestrictedClient(t.app.ctx, { code: 'HOPITAL', jwks, certificateDn: null });
    expect(await statuses(undefined, headers)).toEqual([200, 200]);
  } finally {
    Object.assign(t.app.config, { restrictedCertificate: true });
  }
});

it('the port that asks for certificates answers the restricted doors, and nothing else of the directory', async () => {
  const ask = caller(ca);
  for (const path of ['/annuaire', '/fhir/v2/metadata', '/exploitation'])
    expect([path, (await ask(t.app.config.mtlsOrigin + path)).status]).toEqual([path, 404]);
});
