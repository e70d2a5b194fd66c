import { expect } from 'vitest';
import { type Issued, issueWithKey } from '../../src/modules/credentials/ca/issue.js';
import { recordCertificate } from '../../src/modules/credentials/ca/register.js';
import { softwareCategory } from '../../src/modules/credentials/ca/rules/extensions.js';
import type { ProfileName } from '../../src/modules/credentials/ca/rules/profiles.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { certificatePem, listPem, workshop } from './openssl.js';

export const ORGANISATION = [
  { C: ['FR'] },
  { ST: ['Côte-d’Or (21)'] },
  { O: ['CENTRE D’ESSAI'] },
  { OU: ['1210000001'] },
  { CN: ['logiciel'] },
];

/** What an authority publishes, behind a real server, and files for OpenSSL to judge it. */
export interface PublishedAuthority extends TestDoor {
  readonly shop: ReturnType<typeof workshop>;
  /** A certificate of the elementary range, signed and not recorded. */
  leaf(profile?: ProfileName): Promise<Issued>;
  recorded(profile?: ProfileName): Promise<Issued>;
  published(path: string): Promise<Buffer>;
  /** Files of the chain of the elementary range, and of the CRLs named. */
  elementary(...lists: string[]): Promise<{ root: string; issuer: string; lists: string }>;
}

/** An authority of one's own; to be closed. */
export async function publishedAuthority(): Promise<PublishedAuthority> {
  const w = await startDoor(['/igc', '/igc/ocsp'], { connections: 24 });
  const shop = workshop();
  const leaf = (profile: ProfileName = 'ORG AUTH_CLI') =>
    issueWithKey(w.ctx, 'ACI-EL-ORG', {
      ...{ profile, subject: ORGANISATION, days: 1095 },
      privateExtensions: [softwareCategory(true)],
    });
  const published = async (path: string) => {
    const answer = await fetch(`${w.origin}/igc/${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    return Buffer.from(await answer.arrayBuffer());
  };
  return {
    ...{ ...w, shop, leaf, published },
    async recorded(profile) {
      const made = await leaf(profile);
      await recordCertificate(w.ctx, made);
      return made;
    },
    async elementary(...lists) {
      const root = shop.file(certificatePem(await published('AC/ACR-EL-TEST.cer')));
      const issuer = shop.file(certificatePem(await published('AC/ACI-EL-ORG-TEST.cer')));
      const ders = await Promise.all(lists.map((name) => published(`CRL/${name}.crl`)));
      return { root, issuer, lists: shop.file(listPem(...ders)) };
    },
    async close() {
      await w.close();
      shop.clean();
    },
  };
}
