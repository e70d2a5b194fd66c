import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATE_ACTS, standingOf } from '../../src/modules/credentials/certificates/rules/life-cycle.js';
import { cards, certificates, igc } from '../../src/modules/credentials/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { journalOf } from '../../src/platform/journal.js';
import { twentyAtOnce } from '../support/context.js';
import { hasOpenssl, openssl, workshop } from './openssl.js';
import { refusalOf, type World, world } from './world.js';

/** Keys are made and OpenSSL is started: a busy machine takes its time. */

const { errors, KINDS } = certificates;
const shop = workshop();
let w: World;

beforeAll(async () => {
  w = await world();
});
afterAll(async () => {
  await w.close();
  shop.clean();
});

const BEARER = { name: 'CLINIQUE D’ESSAI', nationalId: '1990000019', departement: 'Paris (75)' };
const CODE = 'un code de révocation';

const order = (more: Partial<certificates.CertificateOrder> = {}) =>
  certificates.issueCertificate(w.ctx, {
    ...{ offer: 'ORG', usage: 'AUTH_CLI', bearer: BEARER, commonName: 'logiciel', revocationCode: CODE },
    ...more,
  });

const presented = (certificate: Buffer | undefined) =>
  certificates.presentedCertificate(w.ctx, certificate && new X509Certificate(certificate));

/** A signing request made by OpenSSL. In: its subject, and more options. Out: PEM, and the path of its key. */
async function request(subject: string, ...more: string[]): Promise<{ csr: string; key: string }> {
  const key = shop.file('');
  const base = more.includes('-key') ? [] : ['-newkey', 'rsa:2048', '-nodes', '-keyout', key];
  const said = await openssl('req', '-new', ...base, '-subj', subject, ...more);
  return { csr: said.slice(said.indexOf('-----BEGIN CERTIFICATE REQUEST')), key };
}

describe('a software certificate', () => {
  it('S3-114 is one of a catalogue of kinds, each ordered separately, and no kind out of it is made', async () => {
    expect(KINDS.map(({ offer, usage }) => `${offer} ${usage}`)).toEqual([
      ...['ORG AUTH_CLI', 'ORG SIGN', 'ORG CONF'],
      ...['SERV SSL', 'SERV S/MIME', 'SERV SIGN', 'SERV CONF'],
    ]);
    const offers = ['ORG', 'SERV'] as const;
    for (const { usage, use } of KINDS) {
      expect(use).toMatch(/\.$/);
      for (const offer of offers) {
        const asked = order({ offer, usage, commonName: offer === 'SERV' ? 'sante.example' : 'logiciel' });
        const known = KINDS.some((kind) => kind.offer === offer && kind.usage === usage);
        expect(await refusalOf(asked)).toBe(known ? undefined : errors.unknownKind().code);
      }
    }
  });

  it('carries the identity of its legal person, and is listed under it alone', async () => {
    const bearer = { ...BEARER, nationalId: '1990000027' };
    const made = await order({ bearer });
    expect(made.subjectDn).toBe(`CN=logiciel,OU=1990000027,O=CLINIQUE D’ESSAI,ST=Paris (75),C=FR`);
    expect(await certificates.certificatesOf(w.ctx, bearer.nationalId)).toMatchObject([
      { serial: made.serial, standing: 'active', commonName: 'logiciel', orderedBy: 'system' },
    ]);
    const others = await certificates.certificatesOf(w.ctx, BEARER.nationalId);
    expect(others.some(({ serial }) => serial === made.serial)).toBe(false);
    expect(await certificates.stateOf(w.ctx, made.serial)).toBe('active');
    expect(await certificates.stateOf(w.ctx, '0'.repeat(32))).toBeUndefined();
  });

  it('comes in a file that its password alone opens; the key and the revocation code are kept nowhere', async () => {
    const { pkcs12, serial } = await order();
    expect(() =>
      createSecureContext({ pfx: pkcs12?.file ?? '', passphrase: pkcs12?.password ?? '' }),
    ).not.toThrow();
    expect(() => createSecureContext({ pfx: pkcs12?.file ?? '', passphrase: 'autre' })).toThrow();
    const copy = Buffer.from(pkcs12?.file ?? '');
    copy[copy.length - 40] = (copy[copy.length - 40] ?? 0) ^ 1;
    expect(() => createSecureContext({ pfx: copy, passphrase: pkcs12?.password ?? '' })).toThrow();
    const { rows } = await sql<{
      line: string;
    }>`select s::text as line from credentials.software_certificates s
      where serial = ${serial}`.execute(w.ctx.db);
    expect(rows[0]?.line).not.toContain(CODE);
    expect(await refusalOf(order({ revocationCode: '1234567' }))).toBe(errors.shortRevocationCode().code);
  });

  it('has the name that was ordered, which must be a host for a server, and INSi’s own for INSi', async () => {
    const names: [offer: certificates.Offer, usage: certificates.Usage, name: string, taken: boolean][] = [
      ['ORG', 'AUTH_CLI', 'INSI-AUTO', true],
      ['ORG', 'AUTH_CLI', 'INSI-MANU', true],
      ['ORG', 'AUTH_CLI', 'Dossier patient n° 2', false],
      ['ORG', 'AUTH_CLI', 'Dossier patient (bloc)', true],
      ...(['insi-auto', 'INSI_MANU', 'INSI MANU', 'Insi-Manu'] as const).map(
        (name) =>
          ['ORG', 'AUTH_CLI', name, false] as [certificates.Offer, certificates.Usage, string, boolean],
      ),
      ['ORG', 'SIGN', 'INSI-AUTO', false],
      ['ORG', 'AUTH_CLI', '', false],
      ['ORG', 'AUTH_CLI', ' logiciel', false],
      ['ORG', 'AUTH_CLI', 'x'.repeat(65), false],
      ['ORG', 'AUTH_CLI', 'a\u0000b', false],
      ['SERV', 'SSL', 'dmp.clinique.example', true],
      ['SERV', 'SSL', 'dmp;clinique.example', false],
      ['SERV', 'SSL', 'clinique', false],
      ['SERV', 'SSL', '*.clinique.example', false],
      ['SERV', 'SSL', '192.0.2.1', false],
      ['SERV', 'SSL', 'dmp..example', false],
    ];
    for (const [offer, usage, commonName, taken] of names)
      expect([commonName, await refusalOf(order({ offer, usage, commonName }))]).toEqual([
        commonName,
        taken ? undefined : errors.commonName('').code,
      ]);
  });
});

describe.skipIf(!hasOpenssl)('a signing request', () => {
  it('is certified for its own key, which never leaves, and satisfies OpenSSL', async () => {
    const { csr, key } = await request('/CN=logiciel');
    const made = await order({ csr });
    expect(made.pkcs12).toBeUndefined();
    const [chain, leaf] = [
      shop.file(await igc.chainPem(w.ctx)),
      shop.file(new X509Certificate(made.certificate).toString()),
    ];
    expect(
      await openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', chain, leaf),
    ).toContain('OK');
    const modulus = (path: string, kind: string) => openssl(kind, '-in', path, '-noout', '-modulus');
    expect(await modulus(leaf, 'x509')).toBe(await modulus(key, 'rsa'));
    const { csr: server } = await request('/CN=sante.example', '-addext', 'subjectAltName=DNS:sante.example');
    const served = await order({ offer: 'SERV', usage: 'SSL', commonName: 'sante.example', csr: server });
    expect(new X509Certificate(served.certificate).checkHost('sante.example')).toBe('sante.example');
  });

  it('is refused with its reason, and nothing is issued', async () => {
    const before = (await certificates.certificatesOf(w.ctx, BEARER.nationalId)).length;
    const good = (await request('/CN=logiciel')).csr;
    const signature = Buffer.from(good.replace(/-----.*-----|\s/g, ''), 'base64');
    signature[signature.length - 8] = (signature[signature.length - 8] ?? 0) ^ 1;
    const ec = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      shop.file(''),
    ];
    const ecSaid = await openssl('req', '-new', '-subj', '/CN=logiciel', ...ec);
    const weak = await openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:1024',
      '-nodes',
      '-keyout',
      shop.file(''),
      '-subj',
      '/CN=logiciel',
    );
    const small = shop.file(
      await openssl(
        'genpkey',
        '-algorithm',
        'RSA',
        '-pkeyopt',
        'rsa_keygen_bits:2048',
        '-pkeyopt',
        'rsa_keygen_pubexp:3',
      ),
    );
    const cases: [string | Uint8Array, string][] = [
      ['pas une demande', errors.unreadableRequest().code],
      [new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x00]), errors.unreadableRequest().code],
      [signature, errors.wrongSignature().code],
      [weak, errors.request('weak-key').code],
      [(await request('/CN=logiciel', '-key', small)).csr, errors.request('weak-key').code],
      [ecSaid, errors.request('other-kind-of-key').code],
      [(await request('/CN=logiciel', '-sha1')).csr, errors.request('weak-signature').code],
      [(await request('/CN=autre')).csr, errors.request('wrong-common-name').code],
      [(await request('/CN=logiciel/CN=logiciel')).csr, errors.request('wrong-common-name').code],
      [
        (await request('/CN=logiciel', '-addext', 'basicConstraints=critical,CA:TRUE')).csr,
        errors.request('extra-extensions').code,
      ],
      [
        (await request('/CN=logiciel', '-addext', 'subjectAltName=DNS:logiciel')).csr,
        errors.request('extra-extensions').code,
      ],
    ];
    for (const [csr, code] of cases) expect([code, await refusalOf(order({ csr }))]).toEqual([code, code]);
    for (const name of ['DNS:sante.example,DNS:autre.example', 'IP:192.0.2.1']) {
      const { csr } = await request('/CN=sante.example', '-addext', `subjectAltName=${name}`);
      const asked = order({ offer: 'SERV', usage: 'SSL', commonName: 'sante.example', csr });
      expect(await refusalOf(asked)).toBe(errors.request('wrong-host').code);
    }
    expect(await certificates.certificatesOf(w.ctx, BEARER.nationalId)).toHaveLength(before);
  });

  it('gets one certificate for its key, whatever is asked twenty times at once or later', async () => {
    const { csr, key } = await request('/CN=logiciel');
    expect(await twentyAtOnce(() => order({ csr }))).toBe(1);
    const again = (await request('/CN=autre', '-key', key)).csr;
    expect(await refusalOf(order({ csr: again, commonName: 'autre' }))).toBe(errors.reusedKey().code);
  });
});

describe('a revocation', () => {
  it('wants the code of the certificate, is definitive, and is told and journaled', async () => {
    const bearer = { ...BEARER, nationalId: '1990000035' };
    const { serial, certificate } = await order({ bearer });
    const revoke = (code: string, of = serial) =>
      refusalOf(certificates.revokeWithCode(w.ctx, { serial: of, code, reason: 'key-compromise' }));
    expect(await revoke('un autre code')).toBe(errors.wrongRevocationCode().code);
    expect((await presented(certificate)).status).toBe('active');
    expect(await revoke(CODE, 'f'.repeat(32))).toBe(errors.unknownCertificate().code);
    expect(await revoke(CODE)).toBeUndefined();
    expect((await presented(certificate)).status).toBe('revoked');
    expect(await revoke(CODE)).toBe(errors.notUsable('revoked').code);
    expect(await eventsOf(w.ctx, [serial], ['credentials.certificate-revoked'])).toMatchObject([
      { data: { structureId: bearer.nationalId, reason: 'key-compromise' } },
    ]);
    const lines = (await journalOf(w.ctx, bearer.nationalId)).map(({ act, outcome }) => `${act} ${outcome}`);
    expect(lines).toEqual([
      'credentials.revoke-certificate done',
      'credentials.revoke-certificate refused',
      'credentials.issue-certificate done',
    ]);
  });

  it('cannot be had by trying codes', async () => {
    const { serial } = await order();
    const attempt = () =>
      refusalOf(certificates.revokeWithCode(w.ctx, { serial, code: 'au hasard', reason: 'unspecified' }));
    const codes: (string | undefined)[] = [];
    // Ten an hour: however the hours fall, one of twenty-one is refused.
    while (codes.length < 21 && !codes.includes('too-many-requests')) codes.push(await attempt());
    expect(codes.at(-1)).toBe('too-many-requests');
    expect(codes.length).toBeGreaterThan(10);
  });
});

describe('what is presented', () => {
  it('identifies an organisation by an AUTH_CLI certificate that we recorded, and by nothing else', async () => {
    const [client, seal] = [await order(), await order({ usage: 'SIGN' })];
    const card = await cards.issueCard(w.ctx, {
      holder: { idNat: '899700000991', givenName: 'Camille', familyName: 'ESSAI', title: 'Médecin' },
    });
    const { rows } = await sql<{ certificate: Buffer }>`select certificate from credentials.certificates
      join credentials.card_certificates using (serial) where card_number = ${card.number}`.execute(w.ctx.db);
    const elsewhere = await world();
    const foreign = await certificates.issueCertificate(elsewhere.ctx, {
      ...{ offer: 'ORG', usage: 'AUTH_CLI', bearer: BEARER, commonName: 'logiciel', revocationCode: CODE },
    });
    await elsewhere.close();
    const shown = [
      undefined,
      foreign.certificate,
      rows[0]?.certificate,
      seal.certificate,
      client.certificate,
    ];
    const statuses = await Promise.all(shown.map(async (one) => (await presented(one)).status));
    expect(statuses).toEqual(['absent', 'foreign', 'wrong-kind', 'wrong-kind', 'active']);
    expect(
      await Promise.all(shown.map(async (one) => certificates.identifies(await presented(one)))),
    ).toEqual([...[false, false, false, false, true]]);
    const fingerprint = new X509Certificate(client.certificate).fingerprint256
      .replaceAll(':', '')
      .toLowerCase();
    expect(await certificates.byFingerprint(w.ctx, fingerprint)).toMatchObject({ serial: client.serial });
    await w.app.clock.set(new Date(Date.now() + 3.01 * 365.25 * 86_400_000));
    expect((await presented(client.certificate)).status).toBe('expired');
    await w.app.clock.set(new Date());
  });

  it('has three standings, in each of which some acts are possible and the others are not', () => {
    const [now, later, sooner] = [new Date(10), new Date(20), new Date(5)];
    expect(standingOf({ revokedAt: null, expiresAt: later }, now)).toBe('active');
    expect(standingOf({ revokedAt: null, expiresAt: sooner }, now)).toBe('expired');
    expect(standingOf({ revokedAt: sooner, expiresAt: sooner }, now)).toBe('revoked');
    const allowed = Object.entries(CERTIFICATE_ACTS).flatMap(([act, from]) =>
      from.map((one) => `${act} ${one}`),
    );
    expect(allowed.sort()).toEqual(['identify active', 'renew active', 'revoke active', 'revoke expired']);
  });
});
