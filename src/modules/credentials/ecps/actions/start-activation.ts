import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import {
  hashCode,
  hashToken,
  randomDigits,
  randomInt,
  randomToken,
  seal,
} from '../../../../platform/secrets.js';
import { errors } from '../errors.js';
import { activationMail, activationSms, type Recipient } from '../messages.js';
import { LINK_MINUTES, SMS_MINUTES } from '../rules/durations.js';
import { ACTIVATION, statesBefore } from '../rules/life-cycle.js';
import { makeTypedCode } from '../rules/typed-code.js';
import { missingContacts } from '../rules/usable-contacts.js';
import { lockPerson } from '../store.js';

export interface ActivationInput {
  readonly idNat: string;
  /** Correspondence contacts of the directory; `mobile` in E.164. */
  readonly mail: string | undefined;
  readonly mobile: string | undefined;
  readonly displayName: string;
  /** Where the phone page is, without a trailing slash. */
  readonly origin: string;
}

/**
 * Sends two secrets on two channels (arrêté of 4/04/2022 on the e-CPS): a link by mail, a code by SMS. A former
 * activation of the same person that is still under way is cancelled. The caller limits how often this is asked.
 * @throws errors.noUsableContact when the mail or the mobile is missing or cannot be used
 */
export async function startActivation(ctx: Ctx, input: ActivationInput): Promise<{ activationId: string }> {
  const missing = missingContacts(input.mail, input.mobile);
  if (!input.mail || !input.mobile || missing.length > 0) throw errors.noUsableContact(missing);
  const recipient = { displayName: input.displayName, mail: input.mail, mobile: input.mobile };
  const secrets = { link: randomToken(), typed: makeTypedCode(randomInt), sms: randomDigits(6) };
  const activationId = randomUUID();
  await transaction(ctx, async (tx) => {
    await lockPerson(tx, input.idNat);
    await sql`update credentials.ecps_activations
      set state = 'cancelled', ended_at = clock_timestamp(), recipient_sealed = null
      where id_nat = ${input.idNat} and state = any(${statesBefore(ACTIVATION, 'cancelled')})`.execute(tx.db);
    await insert(tx, activationId, input.idNat, recipient, secrets);
  });
  await ctx.mail.send(
    await activationMail(recipient, `${input.origin}/e-cps#a=${secrets.link}`, secrets.typed),
  );
  await ctx.sms.send(activationSms(recipient, secrets.sms));
  return { activationId };
}

/** What the sealed recipient of an activation is sealed for. */
export const RECIPIENT_PURPOSE = 'ecps-recipient';

async function insert(
  ctx: Ctx,
  id: string,
  idNat: string,
  recipient: Recipient,
  secrets: { link: string; typed: string; sms: string },
): Promise<void> {
  const { secret } = ctx.config;
  await sql`insert into credentials.ecps_activations (id, id_nat, state, recipient_sealed, link_hash, typed_hash,
      link_expires_at, sms_hash, sms_expires_at)
    values (${id}, ${idNat}, 'sent', ${seal(secret, RECIPIENT_PURPOSE, JSON.stringify(recipient))},
      ${hashToken(secrets.link)}, ${hashCode(secret, 'ecps-typed', secrets.typed)},
      clock_timestamp() + make_interval(mins => ${LINK_MINUTES}),
      ${hashCode(secret, `ecps-sms:${id}`, secrets.sms)},
      clock_timestamp() + make_interval(mins => ${SMS_MINUTES}))`.execute(ctx.db);
}
