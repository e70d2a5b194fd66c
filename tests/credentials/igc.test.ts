import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authority } from '../../src/modules/credentials/ca/authorities.js';
import { type Certified, certify } from '../../src/modules/credentials/ca/certify.js';
import { type Issued, issueWithKey } from '../../src/modules/credentials/ca/issue.js';
import {
  recordCertificate,
  reserveSerial,
  revokeCertificates,
} from '../../src/modules/credentials/ca/register.js';
import { softwareCategory } from '../../src/modules/credentials/ca/rules/extensions.js';
import type { IntermediateKey } from '../../src/modules/credentials/ca/rules/names.js';
import type { ProfileName } from '../../src/modules/credentials/ca/rules/profiles.js';
import { igc } from '../../src/modules/credentials/index.js';
import { readConfig } from '../../src/platform/config.js';
import { seal, unseal } from '../../src/platform/secrets.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { IGC_KEYS } from '../support/igc-keys.js';
import { certificatePem, hasOpenssl, listPem, openssl, opensslRefusal, workshop } from './openssl.js';

let w: TestDoor;
const shop = workshop();

beforeAll(async () => {
  w = await startDoor(['/igc'], { connections: 24 });
});
afterAll(async () => {
  await w.close();
  shop.clean();
});

const ORGANISATION = [
  { C: ['FR'] },
  { ST: ['Côte-d’Or (21)'] },
  { O: ['CENTRE D’ESSAI'] },
  { OU: ['1210000001'] },
  { CN: ['logiciel'] },
];

const leaf = (profile: ProfileName = 'ORG AUTH_CLI', by: IntermediateKey = 'ACI-EL-ORG'): Promise<Issued> =>
  issueWithKey(w.ctx, by, {
    ...{ profile, subject: ORGANISATION, days: 1095 },
    privateExtensions: [softwareCategory(true)],
  });

async function recorded(...args: Parameters<typeof leaf>): Promise<Issued> {
  const made = await leaf(...args);
  await recordCertificate(w.ctx, made);
  return made;
}

const revoke = (made: Certified) => revokeCertificates(w.ctx, [made.serial], 'key-compromise');

async function published(path: string): Promise<Buffer> {
  const answer = await fetch(`${w.origin}/igc/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return Buffer.from(await answer.arrayBuffer());
}

/** Files of the chain of the elementary range, and its current CRLs. */
async function elementary(...lists: string[]) {
  const root = shop.file(certificatePem(await published('AC/ACR-EL-TEST.cer')));
  const issuer = shop.file(certificatePem(await published('AC/ACI-EL-ORG-TEST.cer')));
  const ders = await Promise.all(lists.map((name) => published(`CRL/${name}.crl`)));
  return { root, issuer, lists: shop.file(listPem(...ders)) };
}

describe('the authorities', () => {
  it.skipIf(!hasOpenssl)(
    'are three roots and six below them, published one by one and as a bundle',
    async () => {
      await igc.makeAuthorities(w.ctx);
      const bundle = shop.file(await published('AC/Chaine_de_certification-IGC-Esculape.p7b'));
      const list = await openssl('pkcs7', '-inform', 'DER', '-in', bundle, '-print_certs');
      expect(list.match(/BEGIN CERTIFICATE/g)).toHaveLength(9);
      const chain = (await published('chaine.pem')).toString();
      expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(9);
      for (const range of ['EL', 'ST', 'FO']) {
        const root = shop.file(certificatePem(await published(`AC/ACR-${range}-TEST.cer`)));
        for (const domain of ['PP', 'ORG']) {
          const below = shop.file(certificatePem(await published(`AC/ACI-${range}-${domain}-TEST.cer`)));
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
      const other = shop.file(certificatePem(await published('AC/ACR-FO-TEST.cer')));
      const below = shop.file(certificatePem(await published('AC/ACI-EL-PP-TEST.cer')));
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
      const text = await openssl('x509', '-in', shop.file(certificatePem(certificate)), '-noout', '-text');
      expect(text).toContain('Public-Key: (4096 bit)');
      expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
      expect(() => readConfig({ ESCULAPE_PROFILE: 'production', IGC_KEY_BITS: '2048' })).toThrow(
        'IGC_KEY_BITS',
      );
      expect(() => readConfig({ IGC_KEY_BITS: '1024' })).toThrow('IGC_KEY_BITS');
    },
    120_000,
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
      const made = await recorded(profile);
      const path = shop.file(certificatePem(made.certificate));
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
      const made = await recorded();
      const path = shop.file(certificatePem(made.certificate));
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

describe('a CRL', () => {
  it.skipIf(!hasOpenssl)('lets everything through that is not revoked, along the whole chain', async () => {
    const made = await recorded();
    const { root, issuer, lists } = await elementary('ACR-EL-TEST', 'ACI-EL-ORG-TEST');
    const path = shop.file(certificatePem(made.certificate));
    const args = ['-crl_check_all', '-CAfile', root, '-untrusted', issuer, '-CRLfile', lists, path];
    expect(await openssl('verify', ...args)).toContain('OK');
  });

  it.skipIf(!hasOpenssl)(
    'names what is revoked: the delta within the minute, the full one at its next issue',
    async () => {
      const made = await recorded();
      await elementary('ACI-EL-ORG-TEST');
      await sql`delete from credentials.revocation_lists where base is not null`.execute(w.ctx.db);
      expect(await revoke(made)).toEqual([made.serial]);
      expect(await revoke(made)).toEqual([]);
      const path = shop.file(certificatePem(made.certificate));
      const verify = async (lists: string[], ...more: string[]) => {
        const files = await elementary('ACR-EL-TEST', ...lists);
        return opensslRefusal(
          'verify',
          '-crl_check_all',
          ...more,
          '-CAfile',
          files.root,
          '-untrusted',
          files.issuer,
          '-CRLfile',
          files.lists,
          path,
        );
      };
      expect(await verify(['ACI-EL-ORG-TEST'])).toBeUndefined();
      const both = ['ACI-EL-ORG-TEST', 'ACI-EL-ORG-TEST-delta', 'ACR-EL-TEST-delta'];
      expect(await verify(both, '-use_deltas', '-extended_crl')).toContain('certificate revoked');
      await sql`update credentials.revocation_lists set this_update = this_update - interval '25 hours'`.execute(
        w.ctx.db,
      );
      expect(await verify(['ACI-EL-ORG-TEST'])).toContain('certificate revoked');
    },
  );

  it.skipIf(!hasOpenssl)('is signed, numbered upwards, and is not sent twice to who has it', async () => {
    const { issuer } = await elementary();
    const at = `${w.origin}/igc/CRL/ACI-EL-ORG-TEST.crl`;
    const numbers: number[] = [];
    for (const _ of [1, 2]) {
      const text = await openssl(
        'crl',
        '-inform',
        'DER',
        '-in',
        shop.file(await published('CRL/ACI-EL-ORG-TEST.crl')),
        '-noout',
        '-text',
        '-CAfile',
        issuer,
      );
      expect(text).toContain('verify OK');
      numbers.push(Number(/X509v3 CRL Number:\s+(\d+)/.exec(text)?.[1]));
      await sql`delete from credentials.revocation_lists`.execute(w.ctx.db);
    }
    expect(numbers[1]).toBeGreaterThan(numbers[0] ?? 0);
    const etag = (await fetch(at)).headers.get('etag') ?? '';
    expect((await fetch(at, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const delta = await openssl(
      'crl',
      '-inform',
      'DER',
      '-in',
      shop.file(await published('CRL/ACI-EL-ORG-TEST-delta.crl')),
      '-noout',
      '-text',
    );
    expect(delta).toMatch(/X509v3 Delta CRL Indicator: critical/);
    expect((await fetch(`${w.origin}/igc/CRL/ACI-EL-ORG.crl`)).status).toBe(404);
  });

  it('is written once when twenty ask at the same time for a new one', async () => {
    await sql`delete from credentials.revocation_lists`.execute(w.ctx.db);
    const all = await Promise.all(Array.from({ length: 20 }, () => published('CRL/ACI-EL-PP-TEST.crl')));
    expect(new Set(all.map((der) => der.toString('hex'))).size).toBe(1);
  });
});

describe('OCSP', () => {
  const ask = async (made: { certificate: Buffer }, ...more: string[]) => {
    const { root, issuer } = await elementary();
    return openssl(
      'ocsp',
      ...more,
      '-issuer',
      issuer,
      '-cert',
      shop.file(certificatePem(made.certificate)),
      '-url',
      `${w.origin}/igc/ocsp`,
      '-CAfile',
      root,
    );
  };

  it.skipIf(!hasOpenssl)(
    'answers live to a nonce: good, then revoked with its reason, by either hash',
    async () => {
      const made = await recorded();
      for (const hash of ['-sha1', '-sha256']) {
        const good = await ask(made, hash);
        expect(good).toContain('Response verify OK');
        expect(good).toMatch(/: good\n/);
        expect(good).not.toContain('WARNING');
      }
      await revoke(made);
      expect(await ask(made)).toMatch(/: revoked\n[\s\S]*Reason: keyCompromise/);
    },
  );

  it.skipIf(!hasOpenssl)(
    'gives the same answer for a minute to those who send no nonce, by POST and by GET',
    async () => {
      const made = await recorded();
      const { issuer } = await elementary();
      const path = shop.file('');
      await openssl(
        'ocsp',
        '-no_nonce',
        '-issuer',
        issuer,
        '-cert',
        shop.file(certificatePem(made.certificate)),
        '-reqout',
        path,
      );
      const request = readFileSync(path);
      const post = async () => {
        const answer = await fetch(`${w.origin}/igc/ocsp`, { method: 'POST', body: request });
        return Buffer.from(await answer.arrayBuffer()).toString('base64');
      };
      const first = await post();
      const got = await fetch(`${w.origin}/igc/ocsp/${encodeURIComponent(request.toString('base64'))}`);
      expect(got.headers.get('content-type')).toBe('application/ocsp-response');
      expect(got.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
      expect(Buffer.from(await got.arrayBuffer()).toString('base64')).toBe(first);
      expect(await post()).toBe(first);
      expect(await ask(made, '-no_nonce')).toMatch(/: good\n/);
    },
  );

  it.skipIf(!hasOpenssl)(
    'does not know what was never issued, and answers for no other authority',
    async () => {
      const made = await leaf();
      await sql`delete from credentials.certificates where serial = ${made.serial}`.execute(w.ctx.db);
      expect(await ask(made)).toMatch(/: unknown\n/);
      const fresh = await startDoor(['/igc']);
      const foreign = await authority(fresh.ctx, 'ACI-EL-ORG');
      await fresh.close();
      const issuer = shop.file(certificatePem(foreign.certificate));
      const refused = await opensslRefusal(
        'ocsp',
        '-issuer',
        issuer,
        '-cert',
        shop.file(certificatePem(made.certificate)),
        '-url',
        `${w.origin}/igc/ocsp`,
      );
      expect(refused).toContain('unauthorized (6)');
    },
  );

  it('answers malformed to what is no request, whatever it is', async () => {
    const garbage = [
      [],
      [0x30],
      [0x30, 0x80, 0, 0],
      [0x30, 0x84, 255, 255, 255, 255],
      [0x30, 3, 2, 1, 1],
      Array(3000).fill(0x30),
    ];
    for (const bytes of garbage) {
      const answer = await fetch(`${w.origin}/igc/ocsp`, { method: 'POST', body: new Uint8Array(bytes) });
      expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe('30030a0101');
    }
    const large = await fetch(`${w.origin}/igc/ocsp`, { method: 'POST', body: new Uint8Array(5000) });
    expect(large.status).toBe(413);
  });
});

describe('a serial', () => {
  it.skipIf(!hasOpenssl)(
    'is known before it is signed: a process that dies in between leaves nothing valid',
    async () => {
      const lost = await leaf();
      const { root, issuer } = await elementary();
      const path = shop.file(certificatePem(lost.certificate));
      const asked = await openssl(
        'ocsp',
        '-issuer',
        issuer,
        '-cert',
        path,
        '-url',
        `${w.origin}/igc/ocsp`,
        '-CAfile',
        root,
      );
      expect(asked).toMatch(/: revoked\n/);
      await sql`update credentials.certificates set reserved_at = reserved_at - interval '11 minutes'
      where serial = ${lost.serial}`.execute(w.ctx.db);
      await sql`delete from credentials.revocation_lists`.execute(w.ctx.db);
      const { lists } = await elementary('ACR-EL-TEST', 'ACI-EL-ORG-TEST');
      expect(
        await opensslRefusal(
          'verify',
          '-crl_check_all',
          '-CAfile',
          root,
          '-untrusted',
          issuer,
          '-CRLfile',
          lists,
          path,
        ),
      ).toContain('certificate revoked');
      await expect(recordCertificate(w.ctx, lost)).rejects.toThrow('not reserved');
    },
  );

  it('receives one certificate once, and only when it was reserved', async () => {
    const made = await recorded();
    await expect(recordCertificate(w.ctx, made)).rejects.toThrow('not reserved');
    await expect(reserveSerial(w.ctx, 'ACI-EL-ORG', made.serial)).rejects.toThrow('duplicate key');
  });
});
