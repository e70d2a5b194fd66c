import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { errors } from '../errors.js';
import { CERTIFICATE_ACTS, standingOf } from '../rules/life-cycle.js';
import { columns, joined, type SoftwareCertificate } from '../store.js';
import { type IssuedCertificate, issueCertificate } from './issue-certificate.js';

export interface Renewal {
  readonly serial: string;
  /** Chosen anew, for the new certificate. */
  readonly revocationCode: string;
  readonly csr?: string | Uint8Array | undefined;
}

/**
 * Makes the next certificate of an application or a server, under the same name and with another key; the former one
 * serves until its end. For somebody whose right the caller has checked.
 * @throws errors.unknownCertificate, notUsable once it has ended or was revoked, and those of an order
 */
export async function renewCertificate(ctx: Ctx, renewal: Renewal): Promise<IssuedCertificate> {
  const held = await one(
    ctx.db,
    sql<
      SoftwareCertificate & { contacts: string[]; departement: string | null }
    >`select ${columns}, s.contacts,
        s.departement from ${joined} where s.serial = ${renewal.serial}`,
  );
  if (!held) throw errors.unknownCertificate();
  const standing = standingOf(held, ctx.clock.now());
  if (!CERTIFICATE_ACTS.renew.includes(standing)) throw errors.notUsable(standing);
  return issueCertificate(ctx, {
    ...{ offer: held.offer, usage: held.usage, commonName: held.commonName },
    ...{ product: held.product, contacts: held.contacts },
    bearer: {
      ...{ name: held.structureName, nationalId: held.structureId },
      departement: held.departement ?? undefined,
    },
    revocationCode: renewal.revocationCode,
    csr: renewal.csr,
  });
}
