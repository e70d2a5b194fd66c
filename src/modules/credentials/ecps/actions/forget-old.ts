import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { KEPT_DAYS } from '../rules/durations.js';

/** Forgets the requests and activations begun more than `KEPT_DAYS` ago, real time; for the periodic clean-up. */
export async function forgetOld(ctx: Pick<Ctx, 'db'>): Promise<void> {
  for (const table of ['ecps_requests', 'ecps_activations']) {
    await sql`delete from ${sql.table(`credentials.${table}`)}
      where created_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(ctx.db);
  }
}
