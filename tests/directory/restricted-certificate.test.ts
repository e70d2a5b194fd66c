import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
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

async function software(usage: certificates.Usage): Promise<Identity & { serial: string }> {
  const { csr, key } = signingRequest('logiciel');
  const bearer = { name: 'CLINIQUE D’ESSAI', nationalId: '1990000019', departement: 'Paris (75)' };
  const order = { offer: 'ORG' as const, usage, commonName: 'logiciel', csr, revocationCode: CODE, bearer };
  const made = await certificates.issueCertificate(t.app.ctx, order);
  const cert = certificatesPem([made.certificate, ...made.chain.slice(0, 1)]);
  return { key, cert, serial: made.serial };
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

it('the port that asks for certificates answers the restricted doors, and nothing else of the directory', async () => {
  const ask = caller(ca);
  for (const path of ['/annuaire', '/fhir/v2/metadata', '/exploitation'])
    expect([path, (await ask(t.app.config.mtlsOrigin + path)).status]).toEqual([path, 404]);
});
