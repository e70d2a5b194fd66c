import type { Ctx } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { ecps } from '../../credentials/index.js';
import { notForActivation, outsidePerimeter } from '../errors.js';
import { type ActivationContacts, contactsForActivation } from '../queries/contacts-for-activation.js';
import { outsidePopulation } from '../queries/psc-record.js';

/**
 * Starts the activation of an e-CPS with the contacts of our own copy: a link by mail, a code by SMS.
 * Out: those contacts, to be masked before they are shown.
 * @throws errors.notForActivation when the person is not published here or has no usable contact, the same refusal for
 *   both so that a stranger learns nothing; errors.outsidePerimeter; what credentials refuses.
 */
export async function startActivationFor(ctx: Ctx, idNat: string): Promise<ActivationContacts> {
  const outside = await outsidePopulation(ctx, idNat);
  if (outside) throw outsidePerimeter(outside.label);
  const contacts = await contactsForActivation(ctx, idNat);
  if (!contacts) throw notForActivation();
  const { displayName, mail, mobile } = contacts;
  const { origin } = ctx.config;
  await ecps.startActivation(ctx, { idNat: contacts.idNat, displayName, mail, mobile, origin });
  await journal(ctx, {
    act: 'identity-provider.start-activation',
    subject: contacts.idNat,
    outcome: 'done',
  });
  return contacts;
}
