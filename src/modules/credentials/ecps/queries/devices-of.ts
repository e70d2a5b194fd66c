import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { EndReason, MeansState, Platform } from '../rules/life-cycle.js';

/** A phone that holds, or held, the e-CPS of a person. Dates are simulated. */
export interface Device {
  readonly deviceName: string;
  readonly platform: Platform;
  readonly way: 'contacts' | 'card';
  readonly state: MeansState;
  readonly activatedAt: Date;
  readonly renewedAt: Date | null;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
}

/** The phones of a person, newest first, at most `limit`. */
export function devicesOf(ctx: Pick<Ctx, 'db'>, idNat: string, limit = 10): Promise<Device[]> {
  return rows(
    ctx.db,
    sql<Device>`select device_name as "deviceName", platform, way, state, activated_at as "activatedAt",
        renewed_at as "renewedAt", expires_at as "expiresAt", ended_at as "endedAt", end_reason as "endReason"
      from credentials.ecps where id_nat = ${idNat} order by rank desc limit ${limit}`,
  );
}
