import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authority } from '../../src/modules/credentials/ca/authorities.js';
import { certify } from '../../src/modules/credentials/ca/certify.js';
import type { ProfileName } from '../../src/modules/credentials/ca/rules/profiles.js';
import { igc } from '../../src/modules/credentials/index.js';
import { readConfig } from '../../src/platform/config.js';
import { seal, unseal } from '../../src/platform/secrets.js';
import { startDoor } from '../support/door.js';
import { IGC_KEYS } from '../support/igc-keys.js';
import { ORGANISATION, type PublishedAuthority, publishedAuthority } from './authority.js';
import { certificatePem, hasOpenssl, openssl, opensslRefusal } from './openssl.js';

let w: PublishedAuthority;

beforeAll(async () => {
  w = await publishedAuthority();
});
afterAll(() => w.close());

describe('the authorities', () => {
  it.skipIf(!hasOpenssl)(
    'are three roots and six below them, published one by one and as a bundle',
    async () => {
      await igc.makeAuthorities(w.ctx);
      const bundle = w.shop.file(await w.published('AC/Chaine_de_certification-IGC-Esculape.p7b'));
      const list = await openssl('pkcs7', '-inform', 'DER', '-in', bundle, '-print_certs');
      expect(list.match(/BEGIN CERTIFICATE/g)).toHaveLength(9);
      const chain = (await w.published('chaine.pem')).toString();
      expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(9);
      for (const range of ['EL', 'ST', 'FO']) {
        const root = w.shop.file(certificatePem(await w.published(`AC/ACR-${range}-TEST.cer`)));
        for (const domain of ['PP', 'ORG']) {
          const below = w.shop.file(certificatePem(await w.published(`AC/ACI-${range}-${domain}-TEST.cer`)));
          expect(await openssl('verify', '-x509_strict', '-CAfile', root, below)).toContain('OK');
          const text = await openssl('x509', '-in', below, '-noout', '-text');
          for (const said of [
            'CA:TRUE, pathlen:0',
            'Certificate Sign, CRL Sign',
            'X509v3 Any Policy',
            `${w.origin}/igc/PC`,
          ])
            expect(text).toContain(said);
        }
      }
      const other = w.shop.file(certificatePem(await w.published('AC/ACR-FO-TEST.cer')));
      const below = w.shop.file(certificatePem(await w.published('AC/ACI-EL-PP-TEST.cer')));
      expect(await opensslRefusal('verify', '-CAfile', other, below)).toContain('unable to get local issuer');
      expect((await fetch(`${w.origin}/igc/AC/ACR-FO.cer`)).status).toBe(404);
      expect(await (await fetch(`${w.origin}/igc/PC`)).text()).toContain('Politique de certification');
    },
  );

  it.skipIf(!hasOpenssl)(
    'have keys of 4096 bits unless told otherwise, and production takes no others',
    async () => {
      const { IGC_KEYS_DIR } = IGC_KEYS;
      const config = readConfig({ IGC_KEYS_DIR });
      expect(config.igcKeyBits).toBe(4096);
      const fresh = await startDoor(['/igc'], { env: { IGC_KEY_BITS: '4096' } });
      const { certificate } = await authority(fresh.ctx, 'ACR-ST');
      await fresh.close();
      const text = await openssl('x509', '-in', w.shop.file(certificatePem(certificate)), '-noout', '-text');
      expect(text).toContain('Public-Key: (4096 bit)');
      expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
      expect(() => readConfig({ ESCULAPE_PROFILE: 'production', IGC_KEY_BITS: '2048' })).toThrow(
        'IGC_KEY_BITS',
      );
      expect(() => readConfig({ IGC_KEY_BITS: '1024' })).toThrow('IGC_KEY_BITS');
    },
  );

  it('are made once, even by two processes that begin together', async () => {
    const fresh = await startDoor(['/igc'], { connections: 24 });
    const others = Array.from({ length: 3 }, () => ({ ...fresh.ctx, config: { ...fresh.app.config } }));
    const made = await Promise.all(others.map((ctx) => authority(ctx, 'ACI-EL-ORG')));
    expect(new Set(made.map(({ certificate }) => certificate.toString('hex'))).size).toBe(1);
    const { rows } = await sql<{ recorded: boolean }>`select certificate is not null as recorded
      from credentials.certificates`.execute(fresh.ctx.db);
    expect(rows.filter(({ recorded: is }) => is)).toHaveLength(1);
    await fresh.close();
  });

  it('keep their keys encrypted in files, and take in those that an earlier version kept elsewhere', async () => {
    const { IGC_KEYS_DIR } = IGC_KEYS;
    const held = await authority(w.ctx, 'ACR-EL');
    const file = readFileSync(`${IGC_KEYS_DIR}/${held.keyReference}.key`, 'utf8');
    expect(Buffer.from(file, 'base64url').includes(Buffer.from('2a864886f70d010101', 'hex'))).toBe(false);
    const stranger = { ...w.ctx, config: { ...w.app.config, secret: 'x'.repeat(40) } };
    const order = {
      profile: 'ocsp',
      subject: ORGANISATION,
      publicKey: new X509Certificate(held.certificate).publicKey.export({ type: 'spki', format: 'der' }),
    } as const;
    await expect(certify(stranger, held, order)).rejects.toThrow('ESCULAPE_SECRET');
    const elsewhere = { ...w.ctx, config: { ...w.app.config, igcKeysDir: `${IGC_KEYS_DIR}/nowhere` } };
    await expect(certify(elsewhere, held, order)).rejects.toThrow('IGC_KEYS_DIR');
    await certify(w.ctx, await heldAsBefore(held), order);
  });
});

/** The same authority with its key sealed in the database, as before the key store. */
async function heldAsBefore(held: Awaited<ReturnType<typeof authority>>) {
  const file = readFileSync(`${IGC_KEYS.IGC_KEYS_DIR}/${held.keyReference}.key`, 'utf8');
  const key = unseal(w.app.config.secret, 'credentials:authority-key', file) ?? '';
  const sealed = seal(w.app.config.secret, 'credentials:authority-key', key);
  await sql`update credentials.certificate_authorities set sealed_key = ${sealed}, key_reference = null
    where name = ${held.name}`.execute(w.ctx.db);
  const moved = await authority(w.ctx, held.name);
  expect(moved.keyReference).not.toBe(held.keyReference);
  return moved;
}

describe('a certificate', () => {
  const usages: [ProfileName, string, string][] = [
    ['ORG AUTH_CLI', 'Digital Signature', 'TLS Web Client Authentication'],
    ['ORG SIGN', 'Digital Signature, Non Repudiation', 'E-mail Protection'],
    ['ORG CONF', 'Key Encipherment', ''],
    ['SERV SSL', 'Digital Signature, Key Encipherment', 'TLS Web Server Authentication'],
    ['SERV S/MIME', 'Digital Signature, Key Encipherment', 'E-mail Protection'],
    ['SERV SIGN', 'Digital Signature, Non Repudiation', 'E-mail Protection'],
    ['SERV CONF', 'Key Encipherment', ''],
    ['card AUTH', 'Digital Signature', 'TLS Web Client Authentication, Microsoft Smartcard Login'],
  ];
  it.skipIf(!hasOpenssl).each(usages)(
    'of profile %s has its usages and no other',
    async (profile, usage, purpose) => {
      const made = await w.recorded(profile);
      const path = w.shop.file(certificatePem(made.certificate));
      const text = await openssl('x509', '-in', path, '-noout', '-text');
      expect(/X509v3 Key Usage: critical\s+(.*)/.exec(text)?.[1]).toBe(usage);
      expect(/X509v3 Extended Key Usage:\s+(.*)/.exec(text)?.[1] ?? '').toBe(purpose);
      expect(text.includes('Private Key Usage Period')).toBe(usage.includes('Non Repudiation'));
      expect(text).toContain('CA:FALSE');
      for (const address of [
        'CRL/ACI-EL-ORG-TEST.crl',
        'CRL/ACI-EL-ORG-TEST-delta.crl',
        'AC/ACI-EL-ORG-TEST.cer',
        'ocsp',
      ])
        expect(text).toContain(`URI:${w.origin}/igc/${address}`);
      expect(text).toContain('Policy: 1.2.250.1.213.1.7.2.1.1.1.1');
    },
  );

  it.skipIf(!hasOpenssl)(
    'says its organisation in UTF-8, its category in a private extension, for three years',
    async () => {
      const made = await w.recorded();
      const path = w.shop.file(certificatePem(made.certificate));
      const subject = await openssl(
        'x509',
        '-in',
        path,
        '-noout',
        '-subject',
        '-nameopt',
        'RFC2253,utf8,-esc_msb',
      );
      expect(subject.trim()).toBe(
        'subject=CN=logiciel,OU=1210000001,O=CENTRE D’ESSAI,ST=Côte-d’Or (21),C=FR',
      );
      const parsed = await openssl('asn1parse', '-in', path);
      expect(parsed).toMatch(/OBJECT +:1\.2\.250\.1\.71\.1\.2\.5\n.*OCTET STRING +\[HEX DUMP\]:040183/);
      const { validFromDate, validToDate } = new X509Certificate(made.certificate);
      expect(validToDate.getTime() - validFromDate.getTime()).toBe(1095 * 86_400_000);
    },
  );
});
