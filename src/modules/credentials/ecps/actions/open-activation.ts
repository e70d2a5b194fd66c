import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { hashCode, hashToken, randomToken } from '../../../../platform/secrets.js';
import { readRecipient } from '../activations.js';
import { errors } from '../errors.js';
import { ACTIVATION, type ActivationWay, statesBefore } from '../rules/life-cycle.js';
import { readTypedCode } from '../rules/typed-code.js';
import { maskMobile } from '../rules/usable-contacts.js';

export interface OpenedActivation {
  readonly activationId: string;
  /** Carries the activation on, on the device that opened it. */
  readonly activationToken: string;
  readonly way: ActivationWay;
  readonly displayName: string;
  /** Where the SMS went, all but two digits hidden; null after a sign-in by card, that asks for no SMS. */
  readonly maskedMobile: string | null;
  /** Until when the activation can be completed. */
  readonly smsExpiresAt: Date;
}

/**
 * Spends the first secret, whichever way it came: the link's token or the ten signs of the mail. One use.
 * @throws errors.deadLink for one that is unknown, spent, cancelled or too old
 */
export async function openActivation(ctx: Ctx, secret: string): Promise<OpenedActivation> {
  const activationToken = randomToken();
  const typed = readTypedCode(secret);
  const opened = await one(
    ctx.db,
    sql<{
      id: string;
      way: ActivationWay;
      recipient: string;
      smsExpiresAt: Date;
    }>`update credentials.ecps_activations
      set state = 'opened', opened_at = clock_timestamp(), token_hash = ${hashToken(activationToken)}
      where (link_hash = ${hashToken(secret)}
          or typed_hash = ${typed ? hashCode(ctx.config.secret, 'ecps-typed', typed) : null})
        and state = any(${statesBefore(ACTIVATION, 'opened')}) and link_expires_at > clock_timestamp()
      returning id, way, recipient_sealed as recipient, sms_expires_at as "smsExpiresAt"`,
  );
  const recipient = opened && readRecipient(ctx, opened.recipient);
  if (!opened || !recipient) throw errors.deadLink();
  return {
    activationId: opened.id,
    activationToken,
    way: opened.way,
    displayName: recipient.displayName,
    maskedMobile: opened.way === 'card' || !recipient.mobile ? null : maskMobile(recipient.mobile),
    smsExpiresAt: opened.smsExpiresAt,
  };
}
