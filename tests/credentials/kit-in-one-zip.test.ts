import { X509Certificate } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Entry, fromBufferPromise } from 'yauzl';
import { certificates } from '../../src/modules/credentials/index.js';
import { administered } from './administered.js';
import { BASE, CONTACTS, type PlatformDoor, platformDoor, secrets } from './platform-door.js';
import { signingRequest } from './signing-request.js';

let w: PlatformDoor;
beforeAll(async () => {
  w = await platformDoor();
});
afterAll(() => w.close());

const PASSWORD = 'un mot de passe long';
const KIT = { pour: 'kit', produit: 'Ordo', insi: 'MANU', contacts: CONTACTS };

async function filesOf(zip: Buffer): Promise<Map<string, Buffer>> {
  const opened = await fromBufferPromise(zip, { lazyEntries: true });
  const files = new Map<string, Buffer>();
  for await (const entry of opened.eachEntry() as AsyncIterable<Entry>)
    files.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)));
  return files;
}

async function ordered(finess: string, fields: Record<string, string>) {
  const clinic = await administered(w.ctx, finess);
  const cookie = await w.cookieOf(clinic.idNat, clinic.structure.id);
  const place = `${BASE}/${finess}`;
  expect((await w.ask(`${place}/commander`, cookie, { ...KIT, ...fields })).status).toBe(303);
  const listed = () => certificates.certificatesOf(w.ctx, `1${finess}`);
  return { clinic, cookie, place, listed };
}

it('hands the files of a kit over in one zip, once, with one code; a refusal leaves all of them open', async () => {
  const csr = signingRequest('DMP-ORDO');
  const { cookie, place, listed } = await ordered('990000313', { cle0: 'ici', csr1: csr, cle2: 'ici' });
  const page = await w.ask(place, cookie);
  expect(page.html).toContain(`href="${place}/commandes?produit=Ordo"`);
  const form = await w.ask(`${place}/commandes?produit=Ordo`, cookie);
  for (const name of ['INSI-MANU (ORG AUTH_CLI), avec sa clé', 'DMP-ORDO (ORG AUTH_CLI)'])
    expect(form.text).toContain(name);
  const asked = { ...secrets({ password: PASSWORD }), produit: 'Ordo' };
  for (const wrong of [{ revocationCode2: 'autre code' }, { terms: '' }, { password: 'court' }]) {
    const refused = await w.ask(`${place}/commandes`, cookie, { ...asked, ...wrong });
    expect([refused.status, (await listed()).length]).toEqual([422, 0]);
  }
  const got = await w.ask(`${place}/commandes`, cookie, asked);
  expect([got.status, got.type]).toEqual([200, 'application/zip']);
  const files = await filesOf(got.bytes);
  expect([...files.keys()].sort()).toEqual([
    ...['DMP-ORDO-ORG-AUTH_CLI.pem', 'DMP-ORDO-ORG-SIGN.p12', 'INSI-MANU-ORG-AUTH_CLI.p12', 'chaine.pem'],
  ]);
  for (const name of ['DMP-ORDO-ORG-SIGN.p12', 'INSI-MANU-ORG-AUTH_CLI.p12'])
    expect(() => createSecureContext({ pfx: files.get(name) ?? '', passphrase: PASSWORD })).not.toThrow();
  const leaf = new X509Certificate(files.get('DMP-ORDO-ORG-AUTH_CLI.pem') ?? '');
  expect(leaf.subject).toContain('CN=DMP-ORDO');
  expect(new X509Certificate(files.get('chaine.pem') ?? '').ca).toBe(true);
  expect((await w.ask(`${place}/commandes`, cookie, asked)).status).toBe(404);
  expect(await listed()).toHaveLength(3);
});

it('hands over what was signed before a refusal, and says what stays to be retrieved', async () => {
  const csr = signingRequest('DMP-ORDO');
  const { clinic, place, cookie, listed } = await ordered('990000321', {
    ...{ csr0: signingRequest('INSI-MANU'), csr1: signingRequest('DMP-ORDO'), csr2: csr },
  });
  const { structure } = clinic;
  // The key of the last one has been certified elsewhere meanwhile.
  await certificates.issueCertificate(w.ctx, {
    ...{ offer: 'ORG', usage: 'SIGN', commonName: 'DMP-ORDO', csr, revocationCode: 'un code long' },
    bearer: { name: 'AUTRE', nationalId: '1990000362', departement: undefined },
  });
  const got = await w.ask(`${place}/commandes`, cookie, { ...secrets(), produit: 'Ordo' });
  const files = await filesOf(got.bytes);
  expect([...files.keys()].sort()).toEqual([
    ...['A-RETIRER.txt', 'DMP-ORDO-ORG-AUTH_CLI.pem', 'INSI-MANU-ORG-AUTH_CLI.pem', 'chaine.pem'],
  ]);
  expect(files.get('A-RETIRER.txt')?.toString()).toContain('DMP-ORDO-ORG-SIGN');
  expect(await listed()).toHaveLength(2);
  expect(await certificates.waitingOf(w.ctx, structure.nationalId ?? '', 'Ordo')).toHaveLength(1);
});

it('is opened by nobody but the administrator of the structure', async () => {
  const { place } = await ordered('990000347', { cle0: 'ici', cle1: 'ici', cle2: 'ici' });
  const other = await administered(w.ctx, '990000354');
  const cookie = await w.cookieOf(other.idNat, other.structure.id);
  expect((await w.ask(`${place}/commandes?produit=Ordo`, cookie)).status).toBe(403);
  expect((await w.ask(`${place}/commandes`, cookie, { ...secrets(), produit: 'Ordo' })).status).toBe(403);
  expect((await w.ask(`${BASE}/990000354/commandes?produit=Ordo`, cookie)).status).toBe(404);
});
