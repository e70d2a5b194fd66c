import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { type Db, rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { Lane } from '../../../platform/jobs/lane.js';
import { certificateParts } from './rules/certificate.js';
import type { AuthorityKey } from './rules/names.js';
import type { CertificateState } from './rules/ocsp-response.js';
import type { RevocationReason } from './rules/revocation-list.js';

/** A reserved serial that has not received its certificate after that long never will. */
export const RESERVATION_MINUTES = 10;

export const sha256 = (of: Uint8Array): string => createHash('sha256').update(of).digest('hex');

/**
 * Reserves serials before anything is signed with them. Until its certificate is recorded a serial counts as revoked: a
 * process that dies in between leaves nothing valid behind. Those asked for while others are being reserved go together in
 * the next statement. Never to be called inside a transaction.
 */
export async function reserveSerials(
  { db }: Pick<Ctx, 'db'>,
  authority: AuthorityKey,
  serials: readonly string[],
): Promise<void> {
  const lane = lanes.get(db) ?? new Lane((those: readonly Reservation[]) => reserveAll(db, those));
  lanes.set(db, lane);
  await lane.join({ authority, serials });
}

interface Reservation {
  readonly authority: AuthorityKey;
  readonly serials: readonly string[];
}

const lanes = new WeakMap<Db, Lane<Reservation, unknown>>();

const reserveAll = (db: Db, those: readonly Reservation[]): Promise<unknown> =>
  reserve(db, {
    serials: those.flatMap(({ serials }) => serials),
    authorities: those.flatMap(({ authority, serials }) => serials.map(() => authority)),
  });

const reserve = statement<{ serials: readonly string[]; authorities: readonly string[] }, never>(
  'reserve_serials',
  (value) => sql`insert into credentials.certificates (serial, authority)
    select serial, authority
    from unnest(${value('serials')}::text[], ${value('authorities')}::text[]) r (serial, authority)`,
);

/** A signed certificate and its end. */
interface Signed {
  readonly certificate: Buffer;
  readonly notAfter: Date;
}

/**
 * Records a certificate under its reserved serial, with whatever it belongs to: from then on it is valid.
 * @throws when the serial was not reserved, too long ago, or has its certificate already
 */
export async function recordCertificate(ctx: Pick<Ctx, 'db'>, signed: Signed): Promise<void> {
  const recorded = await record(ctx.db, recording([signed]));
  assertRecorded([signed], Number(recorded.numAffectedRows ?? 0));
}

/** @throws when fewer were recorded than were signed */
export function assertRecorded(signed: readonly Signed[], count: number): void {
  if (count < signed.length) throw new Error(`the serial ${serialsOf(signed).join(' or ')} is not reserved`);
}

const serialsOf = (signed: readonly Signed[]): string[] =>
  signed.map(({ certificate }) => certificateParts(certificate).serial);

/** What `recordingWords` says of certificates. */
export interface Recording {
  readonly serials: readonly string[];
  readonly certificates: readonly Buffer[];
  readonly fingerprints: readonly string[];
  readonly keyFingerprints: readonly string[];
  readonly ends: readonly Date[];
  readonly minutes: number;
}

/** The values of certificates, for a statement that has `recordingWords` in it. */
export function recording(signed: readonly Signed[]): Recording {
  const parts = signed.map(({ certificate }) => certificateParts(certificate));
  return {
    serials: parts.map(({ serial }) => serial),
    certificates: signed.map(({ certificate }) => certificate),
    fingerprints: signed.map(({ certificate }) => sha256(certificate)),
    keyFingerprints: parts.map(({ publicKey }) => sha256(publicKey)),
    ends: signed.map(({ notAfter }) => notAfter),
    minutes: RESERVATION_MINUTES,
  };
}

/**
 * The words that record certificates under reserved serials, for a statement that also records what they belong to: it counts
 * the rows that they change, see `assertRecorded`.
 */
export const recordingWords = (value: (key: keyof Recording) => RawBuilder<unknown>): RawBuilder<never> =>
  sql`update credentials.certificates c
    set certificate = n.certificate, fingerprint = n.fingerprint, key_fingerprint = n.key_fingerprint,
      not_after = n.not_after
    from unnest(${value('serials')}::text[], ${value('certificates')}::bytea[], ${value('fingerprints')}::text[],
        ${value('keyFingerprints')}::text[], ${value('ends')}::timestamptz[])
      n (serial, certificate, fingerprint, key_fingerprint, not_after)
    where c.serial = n.serial and c.certificate is null and c.revoked_at is null
      and c.reserved_at > clock_timestamp() - make_interval(mins => ${value('minutes')}::int)`;

const record = statement<Recording, never>('record_certificates', recordingWords);

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
