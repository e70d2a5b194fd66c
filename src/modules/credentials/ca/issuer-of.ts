import { X509Certificate } from 'node:crypto';
import type { Ctx } from '../../../platform/context.js';
import type { AuthorityKey } from './rules/names.js';
import { readCertificates } from './store.js';

/** The authority of ours that signed a certificate; undefined when none did, whatever name it gives. */
export async function issuerOf(
  ctx: Pick<Ctx, 'db'>,
  certificate: X509Certificate,
): Promise<AuthorityKey | undefined> {
  const ours = await readCertificates(ctx);
  return [...ours].find(([, der]) => isIssuedBy(certificate, der))?.[0];
}

function isIssuedBy(certificate: X509Certificate, der: Buffer): boolean {
  const authority = new X509Certificate(der);
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** Whether the dates inside a certificate hold now, in real time. */
export function isWithinDates(certificate: X509Certificate): boolean {
  const now = Date.now();
  return certificate.validFromDate.getTime() <= now && now < certificate.validToDate.getTime();
}
