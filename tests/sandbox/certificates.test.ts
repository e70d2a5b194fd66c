import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
  await upsertStructures(t.app.ctx, [
    {
      id: 'F990000011',
      nationalId: '1990000011',
      finess: '990000011',
      name: 'CLINIQUE',
      kind: 'EJ',
      source: 'FINESS',
    },
  ]);
});
afterAll(() => t.stop());

interface Told {
  readonly [name: string]: string;
}

async function post<T = Told>(path: string, body: unknown): Promise<{ status: number; told: T }> {
  const answer = await fetch(`${t.origin}/sandbox/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, told: (await answer.json()) as T };
}

describe('POST /sandbox/api/certificates', () => {
  it('gives a certificate in a file, its subject as services register it, and the code that revokes it', async () => {
    const { status, told } = await post('certificates', { commonName: 'logiciel', structure: '1990000011' });
    expect([status, told.subjectDn]).toEqual([201, 'CN=logiciel,OU=1990000011,O=CLINIQUE,C=FR']);
    const pfx = Buffer.from(told.pkcs12 ?? '', 'base64');
    expect(() => createSecureContext({ pfx, passphrase: told.password ?? '' })).not.toThrow();
    const leaf = new X509Certificate(told.certificate ?? '');
    expect(leaf.checkIssued(new X509Certificate(told.chain ?? ''))).toBe(true);
    const revoke = (code: string | undefined) =>
      post(`certificates/${told.serial}/revocation`, { code, reason: 'key-compromise' });
    expect((await revoke('un autre code')).status).toBe(403);
    expect((await revoke(told.revocationCode)).status).toBe(200);
    expect((await revoke(told.revocationCode)).status).toBe(409);
  });

  it('refuses an organisation that nobody knows, a kind that is not offered, a request that is none', async () => {
    const asked = { commonName: 'logiciel' };
    expect((await post('certificates', { ...asked, structure: '1999999999' })).status).toBe(404);
    expect((await post('certificates', { ...asked, usage: 'SSL' })).status).toBe(422);
    expect((await post('certificates', { ...asked, csr: 'faux' })).status).toBe(422);
  });
});

describe('POST /sandbox/api/certificate-kits', () => {
  it('gives the three certificates of care software, once', async () => {
    const asked = { finess: '990000011', product: 'Ordo', contacts: ['si@clinique.example'] };
    const { status, told } = await post<Told[]>('certificate-kits', asked);
    expect([status, told.map(({ use }) => use)]).toEqual([
      201,
      ['Appeler INSi', 'S’identifier auprès du DMP', 'Signer ce qui alimente le DMP'],
    ]);
    expect((await post('certificate-kits', asked)).status).toBe(409);
    expect((await post('certificate-kits', { ...asked, finess: '999999999' })).status).toBe(404);
  });
});
