import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { isUuid } from '../../../../platform/uuid.js';
import type { ActivationState } from '../rules/life-cycle.js';

/** Where an activation of a person stands, for the page that shows its code; `sent` and out of time is `expired`. */
export async function activationState(
  ctx: Pick<Ctx, 'db'>,
  idNat: string,
  activationId: string,
): Promise<ActivationState | 'expired' | undefined> {
  if (!isUuid(activationId)) return undefined;
  const row = await one(
    ctx.db,
    sql<{
      state: ActivationState;
      late: boolean;
    }>`select state, state = 'sent' and link_expires_at <= clock_timestamp()
        or state = 'opened' and sms_expires_at <= clock_timestamp() as late
      from credentials.ecps_activations where id = ${activationId} and id_nat = ${idNat}`,
  );
  return row?.late ? 'expired' : row?.state;
}
