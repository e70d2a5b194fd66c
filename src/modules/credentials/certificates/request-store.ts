import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { Offer, Usage } from './rules/offers.js';

/** A certificate that was ordered on the platform. */
export interface CertificateRequest {
  readonly id: string;
  readonly structureId: string;
  readonly structureName: string;
  readonly departement: string | null;
  readonly offer: Offer;
  readonly usage: Usage;
  readonly commonName: string;
  readonly product: string;
  readonly contacts: readonly string[];
  readonly csr: Buffer | null;
  readonly renewalOf: string | null;
  readonly orderedBy: string;
  readonly orderedAt: Date;
  readonly state: 'open' | 'retrieving' | 'retrieved' | 'cancelled';
  readonly serial: string | null;
}

export const requestColumns = sql`id, structure_id as "structureId", structure_name as "structureName", departement,
  offer, usage, common_name as "commonName", product, contacts, csr, renewal_of as "renewalOf",
  ordered_by as "orderedBy", ordered_at as "orderedAt", state, serial`;

/** The orders of a structure that wait to be retrieved, the oldest first. In: a national identifier. */
export const openRequestsOf = (ctx: Pick<Ctx, 'db'>, structureId: string): Promise<CertificateRequest[]> =>
  rows(
    ctx.db,
    sql<CertificateRequest>`select ${requestColumns} from credentials.certificate_requests
      where structure_id = ${structureId} and state in ('open', 'retrieving') order by ordered_at, common_name desc, usage, id`,
  );

/** One order of a structure, whatever its state. */
export const requestOf = (
  ctx: Pick<Ctx, 'db'>,
  structureId: string,
  id: string,
): Promise<CertificateRequest | undefined> =>
  one(
    ctx.db,
    sql<CertificateRequest>`select ${requestColumns} from credentials.certificate_requests
      where structure_id = ${structureId} and id = ${id}`,
  );
