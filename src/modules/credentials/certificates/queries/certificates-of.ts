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
