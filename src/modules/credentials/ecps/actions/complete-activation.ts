import { createPublicKey, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { sendNotice } from '../../../../platform/mail.js';
import { hashPin, hashToken, randomToken } from '../../../../platform/secrets.js';
import { readRecipient } from '../activations.js';
import { errors } from '../errors.js';
import { activated } from '../events.js';
import { activatedMail } from '../messages.js';
import { type DeviceKey, readDeviceKey } from '../rules/device-key.js';
import { validUntil } from '../rules/durations.js';
import { ACTIVATION, type Platform, statesBefore } from '../rules/life-cycle.js';
import { personalCodeProblem } from '../rules/personal-code.js';
import { type EndedMeans, endCurrent, lockPerson } from '../store.js';
import { checkSmsCode, type SmsChecked } from './check-sms-code.js';

export interface CompletionInput {
  readonly activationToken: string;
  /** Empty after a sign-in by card. */
  readonly smsCode: string;
  /** The four digits that the person chose. */
  readonly pin: string;
  readonly publicKeyJwk: unknown;
  readonly deviceName: string;
  readonly platform: Platform;
}

export interface ActivatedDevice {
  readonly ecpsId: string;
  readonly idNat: string;
  /** Opens the device's own stream and pages; kept by the device, hashed here. */
  readonly deviceToken: string;
  readonly expiresAt: Date;
}

/**
 * Activates the e-CPS: the second secret, the personal code and the device's public key. The person's former e-CPS
 * ends in the same transaction. A faulty code or key costs no try of the SMS code.
 * @throws errors.invalidPin, invalidKey, deadActivation, expiredSmsCode, wrongSmsCode
 */
export async function completeActivation(ctx: Ctx, input: CompletionInput): Promise<ActivatedDevice> {
  const problem = personalCodeProblem(input.pin);
  if (problem) throw errors.invalidPin(problem);
  const key = deviceKey(input.publicKeyJwk);
  const activation = await checkSmsCode(ctx, input.activationToken, input.smsCode);
  if (activation.way === 'renewal') throw errors.deadActivation();
  const pinHash = await hashPin(ctx.config.secret, input.pin);
  const deviceToken = randomToken();
  const { ecpsId, expiresAt, former } = await transaction(ctx, async (tx) => {
    await lockPerson(tx, activation.idNat);
    await spend(tx, activation);
    const former = await endCurrent(tx, activation.idNat, 'replaced');
    return { ...(await enrol(tx, activation, { ...input, key, pinHash, deviceToken })), former };
  });
  await notify(ctx, activation, input.deviceName, former);
  return { ecpsId, idNat: activation.idNat, deviceToken, expiresAt };
}

function deviceKey(jwk: unknown): DeviceKey {
  const key = readDeviceKey(jwk);
  if (!key) throw errors.invalidKey();
  try {
    // Refuses a point that is not on the curve.
    createPublicKey({ key: { ...key }, format: 'jwk' });
    return key;
  } catch {
    throw errors.invalidKey();
  }
}

/** Ends the activation by its only use. @throws errors.deadActivation when another call was quicker */
export async function spend(ctx: Ctx, activation: Pick<SmsChecked, 'id'>): Promise<void> {
  const spent = await one(
    ctx.db,
    sql`update credentials.ecps_activations
      set state = 'completed', ended_at = clock_timestamp(), recipient_sealed = null
      where id = ${activation.id} and state = any(${statesBefore(ACTIVATION, 'completed')}) returning id`,
  );
  if (!spent) throw errors.deadActivation();
}

interface Enrolment {
  readonly key: DeviceKey;
  readonly pinHash: string;
  readonly deviceToken: string;
  readonly deviceName: string;
  readonly platform: Platform;
}

async function enrol(
  ctx: Ctx,
  { idNat, way }: SmsChecked,
  device: Enrolment,
): Promise<{ ecpsId: string; expiresAt: Date }> {
  const ecpsId = randomUUID();
  const at = ctx.clock.now();
  const expiresAt = validUntil(at);
  const row = await one(
    ctx.db,
    sql<{ rank: number }>`insert into credentials.ecps (id, id_nat, way, rank, state, public_key, pin_hash,
        device_token_hash, device_name, platform, activated_at, expires_at)
      select ${ecpsId}, ${idNat}, ${way}, coalesce(max(rank), 0) + 1, 'active', ${JSON.stringify(device.key)}::jsonb,
        ${device.pinHash}, ${hashToken(device.deviceToken)}, ${device.deviceName}, ${device.platform}, ${at}, ${expiresAt}
      from credentials.ecps where id_nat = ${idNat} returning rank`,
  );
  await emit(ctx, [activated(idNat, row?.rank ?? 1, device.platform)]);
  return { ecpsId, expiresAt };
}

async function notify(ctx: Ctx, activation: SmsChecked, device: string, former?: EndedMeans): Promise<void> {
  const recipient = readRecipient(ctx, activation.recipient);
  if (!recipient?.mail) return;
  const how = { replaced: former !== undefined, byCard: activation.way === 'card' };
  await sendNotice(ctx, activatedMail({ ...recipient, mail: recipient.mail }, device, how));
}
