import type { X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { issuerOf, isWithinDates } from '../../ca/issuer-of.js';
import { sha256 } from '../../ca/register.js';
import { certificateParts } from '../../ca/rules/certificate.js';
import { nameText } from '../../ca/rules/names.js';
import { SOFTWARE_AUTHORITY } from '../../ca/rules/profiles.js';
import { CERTIFICATE_ACTS, type CertificateStanding, standingOf } from '../rules/life-cycle.js';
import { columns, joined, type SoftwareCertificate } from '../store.js';

/** What a client of ours presented: nothing, somebody else's, one of ours that identifies no organisation, or one that does. */
export type PresentedCertificate =
  | { readonly status: 'absent' | 'foreign' | 'wrong-kind' }
  | {
      readonly status: CertificateStanding;
      readonly certificate: SoftwareCertificate;
      /** As text (RFC 4514). */
      readonly subjectDn: string;
    };

/**
 * Judges a TLS client certificate: signed by the authority of software, recorded byte for byte, made to identify an
 * organisation (AUTH_CLI), valid in real and in simulated time, not revoked. Everything is read at each call. The TLS
 * handshake has already proved that the client holds the private key.
 */
export async function presentedCertificate(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  shown: X509Certificate | undefined,
): Promise<PresentedCertificate> {
  if (!shown) return { status: 'absent' };
  const issuer = await issuerOf(ctx, shown);
  if (!issuer) return { status: 'foreign' };
  if (issuer !== SOFTWARE_AUTHORITY) return { status: 'wrong-kind' };
  const certificate = await byFingerprint(ctx, sha256(shown.raw));
  if (!certificate) return { status: 'foreign' };
  if (certificate.usage !== 'AUTH_CLI') return { status: 'wrong-kind' };
  const standing = standingOf(certificate, ctx.clock.now());
  return {
    status: standing === 'active' && !isWithinDates(shown) ? 'expired' : standing,
    certificate,
    subjectDn: nameText(certificateParts(shown.raw).subject),
  };
}

/** Whether what was presented identifies its organisation now. */
export const identifies = (presented: PresentedCertificate): boolean =>
  CERTIFICATE_ACTS.identify.some((standing) => standing === presented.status);

/** The software certificate of that SHA-256 (hexadecimal); undefined when none of ours has it. */
export function byFingerprint(
  ctx: Pick<Ctx, 'db'>,
  fingerprint: string,
): Promise<SoftwareCertificate | undefined> {
  return one(
    ctx.db,
    sql<SoftwareCertificate>`select ${columns} from ${joined} where i.fingerprint = ${fingerprint}`,
  );
}
