import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected, rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { certificateParts } from './rules/certificate.js';
import type { AuthorityKey } from './rules/names.js';
import type { CertificateState } from './rules/ocsp-response.js';
import type { RevocationReason } from './rules/revocation-list.js';

/** A reserved serial that has not received its certificate after that long never will. */
export const RESERVATION_MINUTES = 10;

export const sha256 = (of: Uint8Array): string => createHash('sha256').update(of).digest('hex');

/**
 * Reserves a serial before anything is signed with it. Until its certificate is recorded the serial counts as revoked: a
 * process that dies in between leaves nothing valid behind. Never to be called inside a transaction.
 */
export async function reserveSerial(
  ctx: Pick<Ctx, 'db'>,
  authority: AuthorityKey,
  serial: string,
): Promise<void> {
  await sql`insert into credentials.certificates (serial, authority) values (${serial}, ${authority})`.execute(
    ctx.db,
  );
}

/**
 * Records a certificate under its reserved serial, with whatever it belongs to: from then on it is valid.
 * @throws when the serial was not reserved, too long ago, or has its certificate already
 */
export async function recordCertificate(
  ctx: Pick<Ctx, 'db'>,
  { certificate, notAfter }: { readonly certificate: Buffer; readonly notAfter: Date },
): Promise<void> {
  const { serial, publicKey } = certificateParts(certificate);
  const recorded = await affected(
    ctx.db,
    sql`update credentials.certificates set certificate = ${certificate}, fingerprint = ${sha256(certificate)},
        key_fingerprint = ${sha256(publicKey)}, not_after = ${notAfter}
      where serial = ${serial} and certificate is null and revoked_at is null
        and reserved_at > clock_timestamp() - make_interval(mins => ${RESERVATION_MINUTES})`,
  );
  if (recorded === 0) throw new Error(`the serial ${serial} is not reserved`);
}

/** Revokes certificates for good, by serial. Out: those that were not revoked before. */
export async function revokeCertificates(
  ctx: Pick<Ctx, 'db'>,
  serials: readonly string[],
  reason: RevocationReason,
): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ serial: string }>`update credentials.certificates
      set revoked_at = clock_timestamp(), revocation_reason = ${reason}
      where serial = any(${[...serials]}) and certificate is not null and revoked_at is null returning serial`,
  );
  return found.map(({ serial }) => serial);
}

/** A certificate that somebody asks about. */
export interface AskedState {
  readonly authority: AuthorityKey;
  readonly serial: string;
}

interface Found {
  readonly known: boolean;
  readonly at: Date | null;
  readonly reason: RevocationReason;
}

// Arrays are hidden in a subquery, so that one plan serves every length.
const findStates = statement<{ serials: readonly string[]; authorities: readonly string[] }, Found>(
  'certificate_states',
  (value) => sql`select c.serial is not null known,
      coalesce(c.revoked_at, case when c.certificate is null then c.reserved_at end) as at,
      coalesce(c.revocation_reason, 'unspecified') as reason
    from unnest((select ${value('serials')}::text[]), (select ${value('authorities')}::text[]))
        with ordinality a (serial, authority, rank)
      left join credentials.certificates c on c.serial = a.serial and c.authority = a.authority
    order by a.rank`,
);

/** What is to be said of each, in their order: good, revoked (also when merely reserved), or unknown. */
export async function statesOf(
  ctx: Pick<Ctx, 'db'>,
  asked: readonly AskedState[],
): Promise<CertificateState[]> {
  const serials = asked.map(({ serial }) => serial);
  const authorities = asked.map(({ authority }) => authority);
  return (await findStates(ctx.db, { serials, authorities })).rows.map(({ known, at, reason }) => {
    if (!known) return { state: 'unknown' };
    return at ? { state: 'revoked', at, reason } : { state: 'good' };
  });
}

/** Whether a key was certified before; one key, one certificate. In: SubjectPublicKeyInfo. */
export async function isKnownKey(ctx: Pick<Ctx, 'db'>, publicKey: Uint8Array): Promise<boolean> {
  const held = sql`select from credentials.certificates where key_fingerprint = ${sha256(publicKey)} limit 1`;
  return (await rows(ctx.db, held)).length > 0;
}
