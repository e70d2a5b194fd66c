import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authority } from '../../src/modules/credentials/ca/authorities.js';
import type { Certified } from '../../src/modules/credentials/ca/certify.js';
import {
  recordCertificate,
  reserveSerials,
  revokeCertificates,
} from '../../src/modules/credentials/ca/register.js';
import { startDoor } from '../support/door.js';
import { type PublishedAuthority, publishedAuthority } from './authority.js';
import { certificatePem, hasOpenssl, openssl, opensslRefusal } from './openssl.js';

let w: PublishedAuthority;

beforeAll(async () => {
  w = await publishedAuthority();
});
afterAll(() => w.close());

const revoke = (made: Certified) => revokeCertificates(w.ctx, [made.serial], 'key-compromise');

describe('a CRL', () => {
  it.skipIf(!hasOpenssl)('lets everything through that is not revoked, along the whole chain', async () => {
    const made = await w.recorded();
    const { root, issuer, lists } = await w.elementary('ACR-EL-TEST', 'ACI-EL-ORG-TEST');
    const path = w.shop.file(certificatePem(made.certificate));
    const args = ['-crl_check_all', '-CAfile', root, '-untrusted', issuer, '-CRLfile', lists, path];
    expect(await openssl('verify', ...args)).toContain('OK');
  });

  it.skipIf(!hasOpenssl)(
    'names what is revoked: the delta within the minute, the full one at its next issue',
    async () => {
      const made = await w.recorded();
      await w.elementary('ACI-EL-ORG-TEST');
      await sql`delete from credentials.revocation_lists where base is not null`.execute(w.ctx.db);
      expect(await revoke(made)).toEqual([made.serial]);
      expect(await revoke(made)).toEqual([]);
      const path = w.shop.file(certificatePem(made.certificate));
      const verify = async (lists: string[], ...more: string[]) => {
        const files = await w.elementary('ACR-EL-TEST', ...lists);
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
    const { issuer } = await w.elementary();
    const at = `${w.origin}/igc/CRL/ACI-EL-ORG-TEST.crl`;
    const numbers: number[] = [];
    for (const _ of [1, 2]) {
      const text = await openssl(
        'crl',
        '-inform',
        'DER',
        '-in',
        w.shop.file(await w.published('CRL/ACI-EL-ORG-TEST.crl')),
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
      w.shop.file(await w.published('CRL/ACI-EL-ORG-TEST-delta.crl')),
      '-noout',
      '-text',
    );
    expect(delta).toMatch(/X509v3 Delta CRL Indicator: critical/);
    expect((await fetch(`${w.origin}/igc/CRL/ACI-EL-ORG.crl`)).status).toBe(404);
  });

  it('is written once when twenty ask at the same time for a new one', async () => {
    await sql`delete from credentials.revocation_lists`.execute(w.ctx.db);
    const all = await Promise.all(Array.from({ length: 20 }, () => w.published('CRL/ACI-EL-PP-TEST.crl')));
    expect(new Set(all.map((der) => der.toString('hex'))).size).toBe(1);
  });
});

describe('OCSP', () => {
  const ask = async (made: { certificate: Buffer }, ...more: string[]) => {
    const { root, issuer } = await w.elementary();
    return openssl(
      'ocsp',
      ...more,
      '-issuer',
      issuer,
      '-cert',
      w.shop.file(certificatePem(made.certificate)),
      '-url',
      `${w.origin}/igc/ocsp`,
      '-CAfile',
      root,
    );
  };

  it.skipIf(!hasOpenssl)(
    'answers live to a nonce: good, then revoked with its reason, by either hash',
    async () => {
      const made = await w.recorded();
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
      const made = await w.recorded();
      const { issuer } = await w.elementary();
      const path = w.shop.file('');
      await openssl(
        'ocsp',
        '-no_nonce',
        '-issuer',
        issuer,
        '-cert',
        w.shop.file(certificatePem(made.certificate)),
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
      const made = await w.leaf();
      await sql`delete from credentials.certificates where serial = ${made.serial}`.execute(w.ctx.db);
      expect(await ask(made)).toMatch(/: unknown\n/);
      const fresh = await startDoor(['/igc']);
      const foreign = await authority(fresh.ctx, 'ACI-EL-ORG');
      await fresh.close();
      const issuer = w.shop.file(certificatePem(foreign.certificate));
      const refused = await opensslRefusal(
        'ocsp',
        '-issuer',
        issuer,
        '-cert',
        w.shop.file(certificatePem(made.certificate)),
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
      const lost = await w.leaf();
      const { root, issuer } = await w.elementary();
      const path = w.shop.file(certificatePem(lost.certificate));
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
      const { lists } = await w.elementary('ACR-EL-TEST', 'ACI-EL-ORG-TEST');
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
    const made = await w.recorded();
    await expect(recordCertificate(w.ctx, made)).rejects.toThrow('not reserved');
    await expect(reserveSerials(w.ctx, 'ACI-EL-ORG', [made.serial])).rejects.toThrow('duplicate key');
  });
});
