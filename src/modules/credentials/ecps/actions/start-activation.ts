import { randomUUID } from 'node:crypto';
import type { Ctx } from '../../../../platform/context.js';
import { randomDigits, randomInt, randomToken } from '../../../../platform/secrets.js';
import { beginActivation } from '../activations.js';
import { errors } from '../errors.js';
import { activationMail, activationSms } from '../messages.js';
import { LINK_MINUTES } from '../rules/durations.js';
import { makeTypedCode } from '../rules/typed-code.js';
import { missingContacts } from '../rules/usable-contacts.js';

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
  await beginActivation(ctx, {
    ...{ id: activationId, idNat: input.idNat, way: 'contacts', recipient, secrets },
    linkSeconds: LINK_MINUTES * 60,
  });
  await ctx.mail.send(
    await activationMail(recipient, `${input.origin}/e-cps#a=${secrets.link}`, secrets.typed),
  );
  await ctx.sms.send(activationSms(recipient, secrets.sms));
  return { activationId };
}
