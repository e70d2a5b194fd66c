import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { sendNotice } from '../../../../platform/mail.js';
import { readRecipient } from '../activations.js';
import { errors } from '../errors.js';
import { renewed } from '../events.js';
import { renewedMail } from '../messages.js';
import type { DeviceKey } from '../rules/device-key.js';
import { validUntil } from '../rules/durations.js';
import { showDay } from '../rules/shown-day.js';
import { readSigned } from '../signed-answer.js';
import { lockPerson } from '../store.js';
import { checkPersonalCode } from './check-personal-code.js';
import { checkSmsCode, type SmsChecked } from './check-sms-code.js';
import { spend } from './complete-activation.js';

/** What the phone names as the service when it signs to be renewed. */
export const RENEWAL = 'e-cps-renouvellement';

export interface RenewalInput {
  /** The device that asks: the e-CPS to renew must be its own. */
  readonly ecpsId: string;
  readonly activationId: string;
  readonly activationToken: string;
  readonly smsCode: string;
  readonly pin: string;
  /** Compact JWS by the key of the device: id and token of the renewal, `RENEWAL` as service, its page as origin. */
  readonly answer: string;
  readonly origin: string;
}

/**
 * Renews an e-CPS in place: key of the phone, personal code, and the code sent to the mobile that the authority knows.
 * The key, the code and the rank stay; three years begin anew. Out: the new end.
 * @throws errors.unknownDevice, foreignSignature, foreignAnswer, wrongPin, locked, expiredMeans, deadActivation,
 *   expiredSmsCode, wrongSmsCode, tooManyWrongCodes
 */
export async function completeRenewal(ctx: Ctx, input: RenewalInput): Promise<{ expiresAt: Date }> {
  const publicKey = await keyOf(ctx, input.ecpsId);
  readSigned(publicKey, input.answer, {
    id: input.activationId,
    nonce: input.activationToken,
    clientId: RENEWAL,
    origin: input.origin,
  });
  await checkPersonalCode(ctx, input.ecpsId, input.pin);
  const activation = await checkSmsCode(ctx, input.activationToken, input.smsCode);
  if (activation.ecpsId !== input.ecpsId) throw errors.deadActivation();
  const expiresAt = await transaction(ctx, (tx) => prolong(tx, activation, input.ecpsId));
  const recipient = readRecipient(ctx, activation.recipient);
  if (recipient?.mail) {
    await sendNotice(ctx, renewedMail({ ...recipient, mail: recipient.mail }, showDay(expiresAt)));
  }
  return { expiresAt };
}

async function keyOf(ctx: Ctx, ecpsId: string): Promise<DeviceKey> {
  const held = await one(
    ctx.db,
    sql<{ publicKey: DeviceKey }>`select public_key as "publicKey" from credentials.ecps
      where id = ${ecpsId} and state <> 'ended'`,
  );
  if (!held) throw errors.unknownDevice();
  return held.publicKey;
}

async function prolong(ctx: Ctx, activation: SmsChecked, ecpsId: string): Promise<Date> {
  await lockPerson(ctx, activation.idNat);
  await spend(ctx, activation);
  const now = ctx.clock.now();
  const expiresAt = validUntil(now);
  const row = await one(
    ctx.db,
    sql<{ rank: number }>`update credentials.ecps
      set expires_at = ${expiresAt}, renewed_at = ${now}, told_days = null
      where id = ${ecpsId} and state = 'active' and expires_at > ${now} returning rank`,
  );
  if (!row) throw errors.expiredMeans();
  await emit(ctx, [renewed(activation.idNat, row.rank)]);
  await journal(ctx, { act: 'credentials.renew-ecps', subject: activation.idNat, outcome: 'done' });
  return expiresAt;
}
