/** What a software certificate is worth at one instant. */
export type CertificateStanding = 'active' | 'expired' | 'revoked';

/** What can be done with one, or to it. */
type CertificateAct = 'identify' | 'renew' | 'revoke';

/** In which standing each act is allowed; whatever is not listed is refused. A revocation is definitive. */
export const CERTIFICATE_ACTS: Readonly<Record<CertificateAct, readonly CertificateStanding[]>> = {
  identify: ['active'],
  // One that has ended is ordered anew.
  renew: ['active'],
  revoke: ['active', 'expired'],
};

/** What it is worth at `now`. */
export function standingOf(
  certificate: { readonly revokedAt: Date | null; readonly expiresAt: Date },
  now: Date,
): CertificateStanding {
  if (certificate.revokedAt) return 'revoked';
  return certificate.expiresAt <= now ? 'expired' : 'active';
}

/** Years of validity. */
const YEARS = 3;

/** The last instant of a certificate issued at `at`. */
export function validUntil(at: Date): Date {
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  return end;
}
