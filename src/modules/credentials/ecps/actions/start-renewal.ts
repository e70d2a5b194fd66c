import { randomUUID } from 'node:crypto';
import type { Ctx } from '../../../../platform/context.js';
import { randomDigits, randomInt, randomToken } from '../../../../platform/secrets.js';
import { beginActivation } from '../activations.js';
import { errors } from '../errors.js';
import { renewalSms } from '../messages.js';
import { meansOf } from '../queries/active-means.js';
import { LINK_MINUTES, renewable } from '../rules/durations.js';
import { makeTypedCode } from '../rules/typed-code.js';
import { maskMobile, missingContacts } from '../rules/usable-contacts.js';
import type { ActivationInput } from './start-activation.js';

export interface StartedRenewal {
  readonly activationId: string;
  /** What the phone signs with its own key, and gives back. */
  readonly activationToken: string;
  readonly maskedMobile: string;
}

/**
 * Starts to renew the e-CPS of a person on its own phone: a code goes to the mobile that the authority knows now.
 * @throws errors.noMeans without an active e-CPS, tooEarlyToRenew, noUsableContact
 */
export async function startRenewal(
  ctx: Ctx,
  input: Omit<ActivationInput, 'origin'>,
): Promise<StartedRenewal> {
  const means = (await meansOf(ctx, [input.idNat])).get(input.idNat);
  if (means?.state !== 'active' || means.expiresAt <= ctx.clock.now()) throw errors.noMeans();
  if (!renewable(means.expiresAt, ctx.clock.now())) throw errors.tooEarlyToRenew();
  const missing = missingContacts(input.mail, input.mobile);
  if (!input.mail || !input.mobile || missing.length > 0) throw errors.noUsableContact(missing);
  const recipient = { displayName: input.displayName, mail: input.mail, mobile: input.mobile };
  const secrets = { link: randomToken(), typed: makeTypedCode(randomInt), sms: randomDigits(6) };
  const activationId = randomUUID();
  await beginActivation(ctx, {
    ...{ id: activationId, idNat: input.idNat, way: 'renewal', recipient, secrets, ecpsId: means.id },
    linkSeconds: LINK_MINUTES * 60,
  });
  await ctx.sms.send(renewalSms(recipient, secrets.sms));
  return { activationId, activationToken: secrets.link, maskedMobile: maskMobile(input.mobile) };
}
