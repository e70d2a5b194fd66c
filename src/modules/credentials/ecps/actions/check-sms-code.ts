import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { usedUp, withinLimit } from '../../../../platform/rate-limit.js';
import { hashCode, hashToken, sameText } from '../../../../platform/secrets.js';
import { smsScope } from '../activations.js';
import { errors } from '../errors.js';
import { SMS_TRIES, SMS_WRONG_A_DAY } from '../rules/durations.js';
import { ACTIVATION, type ActivationWay, statesBefore } from '../rules/life-cycle.js';

const DAY = 24 * 3600;

export interface SmsChecked {
  readonly id: string;
  readonly idNat: string;
  readonly way: ActivationWay;
  /** The e-CPS to renew. */
  readonly ecpsId: string | null;
  readonly recipient: string;
}

interface Counted extends SmsChecked {
  readonly tries: number;
  /** Null after a sign-in by card: nothing was sent. */
  readonly smsHash: string | null;
  readonly inTime: boolean;
}

/**
 * Counts one try, then compares: parallel guesses cannot outrun the count, which stays even when the caller fails.
 * The third wrong code ends the activation; too many in a day, over several activations, end the day.
 * @throws errors.deadActivation, expiredSmsCode, wrongSmsCode, tooManyWrongCodes
 */
export async function checkSmsCode(ctx: Ctx, token: string, code: string): Promise<SmsChecked> {
  const counted = await one(
    ctx.db,
    sql<Counted>`update credentials.ecps_activations set sms_tries = sms_tries + 1
      where token_hash = ${hashToken(token)} and state = 'opened' and sms_tries < ${SMS_TRIES}
      returning id, id_nat as "idNat", way, ecps_id as "ecpsId", recipient_sealed as recipient, sms_tries as tries, sms_hash as "smsHash",
        sms_expires_at > clock_timestamp() as "inTime"`,
  );
  if (!counted) throw errors.deadActivation();
  if (!counted.inTime) throw errors.expiredSmsCode();
  if (counted.smsHash === null) return counted;
  const wrongOnes = `ecps-sms-wrong:${hashToken(counted.idNat)}`;
  if (await usedUp(ctx, wrongOnes, SMS_WRONG_A_DAY, DAY)) throw errors.tooManyWrongCodes();
  const given = hashCode(ctx.config.secret, smsScope(counted.id), code.replace(/\s/g, ''));
  if (sameText(given, counted.smsHash)) return counted;
  await withinLimit(ctx, wrongOnes, SMS_WRONG_A_DAY, DAY);
  if (counted.tries >= SMS_TRIES) await fail(ctx, counted.id);
  await journal(ctx, {
    ...{ act: 'credentials.check-sms-code', subject: counted.idNat, outcome: 'refused' },
    ...{ reason: 'credentials.wrong-sms-code', data: { activation: counted.id, tries: counted.tries } },
  });
  throw errors.wrongSmsCode(SMS_TRIES - counted.tries);
}

async function fail(ctx: Ctx, id: string): Promise<void> {
  await sql`update credentials.ecps_activations
    set state = 'failed', ended_at = clock_timestamp(), recipient_sealed = null
    where id = ${id} and state = any(${statesBefore(ACTIVATION, 'failed')})`.execute(ctx.db);
}
