import { randomUUID } from 'node:crypto';
import type { Ctx } from '../../../../platform/context.js';
import { randomInt, randomToken } from '../../../../platform/secrets.js';
import { beginActivation } from '../activations.js';
import type { Recipient } from '../messages.js';
import { QR_SECONDS } from '../rules/durations.js';
import { makeTypedCode, showTypedCode } from '../rules/typed-code.js';

export interface ShownActivation {
  readonly activationId: string;
  /** To show as a QR code, and nowhere else: address of the phone page with the secret in its fragment. */
  readonly link: string;
  /** Ten signs for a phone that reads no QR code. */
  readonly typed: string;
  readonly seconds: number;
}

/**
 * Starts the activation of somebody who has just shown a nominative card and its code, which the caller has checked:
 * one secret, shown on the computer for ninety seconds, for one use. A former activation under way is cancelled.
 * In: `recipient` to tell once it is done, `origin` of the phone page.
 */
export async function startByCard(
  ctx: Ctx,
  input: { readonly idNat: string; readonly recipient: Recipient; readonly origin: string },
): Promise<ShownActivation> {
  const secrets = { link: randomToken(), typed: makeTypedCode(randomInt) };
  const activationId = randomUUID();
  await beginActivation(ctx, {
    ...{ id: activationId, idNat: input.idNat, way: 'card', recipient: input.recipient, secrets },
    linkSeconds: QR_SECONDS,
  });
  return {
    activationId,
    link: `${input.origin}/e-cps#a=${secrets.link}`,
    typed: showTypedCode(secrets.typed),
    seconds: QR_SECONDS,
  };
}
