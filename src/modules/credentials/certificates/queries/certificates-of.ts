import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import { type CertificateStanding, standingOf } from '../rules/life-cycle.js';
import { columns, joined, type SoftwareCertificate } from '../store.js';

/** The certificates of a legal person, the newest first, with what each is worth now. In: its national identifier. */
export async function certificatesOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  structureId: string,
): Promise<(SoftwareCertificate & { readonly standing: CertificateStanding })[]> {
  const found = await rows(
    ctx.db,
    sql<SoftwareCertificate>`select ${columns} from ${joined}
      where s.structure_id = ${structureId} order by s.issued_at desc, s.serial`,
  );
  return found.map((one) => ({ ...one, standing: standingOf(one, ctx.clock.now()) }));
}

/** What the certificate of that serial is worth now; undefined when it is no software certificate of ours. */
export async function stateOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  serial: string,
): Promise<CertificateStanding | undefined> {
  const found = await one(
    ctx.db,
    sql<SoftwareCertificate>`select ${columns} from ${joined} where s.serial = ${serial}`,
  );
  return found && standingOf(found, ctx.clock.now());
}

/** `usage name` of the certificates of a product that are active now. In: the national identifier of its structure. */
export async function heldNames(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  structureId: string,
  product: string,
): Promise<string[]> {
  const held = await rows(
    ctx.db,
    sql<{ name: string }>`select usage || ' ' || common_name as name from credentials.software_certificates
      where structure_id = ${structureId} and product = ${product} and revoked_at is null
        and expires_at > ${ctx.clock.now()}`,
  );
  return held.map(({ name }) => name);
}

/** A certificate of a structure with its bytes (DER) and whom it tells; undefined when the structure has none of that serial. */
export async function certificateOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  structureId: string,
  serial: string,
): Promise<KeptCertificate | undefined> {
  const found = await one(
    ctx.db,
    sql<Omit<KeptCertificate, 'standing'>>`select ${columns}, s.contacts, i.certificate,
        exists (select from credentials.acme_orders o where o.serial = s.serial) as "byAcme"
      from ${joined} where s.serial = ${serial} and s.structure_id = ${structureId}`,
  );
  return found && { ...found, standing: standingOf(found, ctx.clock.now()) };
}

export interface KeptCertificate extends SoftwareCertificate {
  readonly standing: CertificateStanding;
  readonly contacts: readonly string[];
  readonly certificate: Buffer;
  /** Ordered by a program, which renews it itself. */
  readonly byAcme: boolean;
}
