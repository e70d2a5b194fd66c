import { sql } from 'kysely';
import type { Offer, Usage } from './rules/offers.js';

/** A software certificate as its record says it. */
export interface SoftwareCertificate {
  /** Hexadecimal. */
  readonly serial: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
  readonly offer: Offer;
  readonly usage: Usage;
  readonly structureId: string;
  readonly structureName: string;
  readonly commonName: string;
  /** The software that it was ordered for; empty when none was told. */
  readonly product: string;
  readonly orderedBy: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Columns of a certificate; `s` is the table of software certificates, `i` that of all certificates. */
export const columns = sql`s.serial, i.fingerprint, s.offer, s.usage, s.structure_id as "structureId",
  s.structure_name as "structureName", s.common_name as "commonName", s.product, s.ordered_by as "orderedBy",
  s.issued_at as "issuedAt", s.expires_at as "expiresAt", coalesce(s.revoked_at, i.revoked_at) as "revokedAt"`;

export const joined = sql`credentials.software_certificates s join credentials.certificates i on i.serial = s.serial`;
