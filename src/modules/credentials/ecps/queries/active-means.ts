import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { statement } from '../../../../platform/db/statement.js';
import type { MeansState, Platform } from '../rules/life-cycle.js';

/** Whether the person has an e-CPS that can sign in now: active and within its validity (simulated time). */
export async function activeMeans(ctx: Pick<Ctx, 'db' | 'clock'>, idNat: string): Promise<boolean> {
  return (await active(ctx.db, { idNat, now: ctx.clock.now() })).rows.length > 0;
}

const active = statement<{ idNat: string; now: Date }, unknown>(
  'ecps_active',
  (value) => sql`select 1 from credentials.ecps
    where id_nat = ${value('idNat')} and state = 'active' and expires_at > ${value('now')}`,
);

/** The e-CPS of one person that has not ended. */
export interface Means {
  readonly id: string;
  readonly idNat: string;
  readonly state: MeansState;
  readonly deviceName: string;
  readonly platform: Platform;
  readonly activatedAt: Date;
  readonly expiresAt: Date;
}

/** The e-CPS of each of those people, by idNat; nobody's entry is missing but those who have none. */
export async function meansOf(ctx: Pick<Ctx, 'db'>, idNats: readonly string[]): Promise<Map<string, Means>> {
  const { rows } =
    await sql<Means>`select id, id_nat as "idNat", state, device_name as "deviceName", platform,
      activated_at as "activatedAt", expires_at as "expiresAt"
    from credentials.ecps where id_nat = any(${[...idNats]}) and state <> 'ended'`.execute(ctx.db);
  return new Map(rows.map((means) => [means.idNat, means]));
}
