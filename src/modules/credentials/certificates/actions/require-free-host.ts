import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { errors } from '../errors.js';
import type { Offer } from '../rules/offers.js';

/**
 * Refuses a host that another organisation has an active certificate for: nobody proves a host on the platform, and whoever
 * had a second certificate could stand between that organisation and those who call it. By ACME hosts are proved.
 * In: the national identifier of who orders. @throws errors.hostOfOthers
 */
export async function requireFreeHost(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  asked: { readonly offer: Offer; readonly commonName: string; readonly structureId: string },
): Promise<void> {
  if (asked.offer !== 'SERV') return;
  const held = await one(
    ctx.db,
    sql`select from credentials.software_certificates where offer = 'SERV'
      and lower(common_name) = ${asked.commonName.toLowerCase()} and structure_id <> ${asked.structureId}
      and revoked_at is null and expires_at > ${ctx.clock.now()} limit 1`,
  );
  if (held) throw errors.hostOfOthers();
}
