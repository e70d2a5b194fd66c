import type { Ctx } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { contactFile } from '../../authorities/index.js';
import { ecps } from '../../credentials/index.js';
import { closedWay, notForActivation } from '../errors.js';
import { activationWaysOf } from '../queries/activation-ways-of.js';
import type { ActivationContacts } from '../queries/contacts-for-activation.js';

/**
 * Starts the activation of an e-CPS with the contacts of our own copy: a link by mail, a code by SMS.
 * Out: those contacts, to be masked before they are shown.
 * @throws errors.closedWay with what to do, where the dated rules leave the card only; errors.notForActivation when the
 *   person is not published here or has no usable contact, the same refusal for both so that a stranger learns
 *   nothing; errors.outsidePerimeter; what credentials refuses.
 */
export async function startActivationFor(ctx: Ctx, idNat: string): Promise<ActivationContacts> {
  const contacts = await contactsOf(ctx, idNat);
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

/** Where the two secrets of a person go, when the way by contacts is open. @throws as `startActivationFor` */
export async function contactsOf(ctx: Ctx, idNat: string): Promise<ActivationContacts> {
  const ways = await activationWaysOf(ctx, idNat);
  if (!ways) throw notForActivation();
  const { person, contacts } = ways;
  const [met] = contacts.open ? [] : contacts.obstacles;
  if (met) await refuse(ctx, person.idNat, met.obstacle);
  const { mail, mobile, givenName, familyName } = person;
  if (!mail || !mobile) throw notForActivation();
  const known = person.person.correspondence?.provenance;
  return {
    ...{ idNat: person.idNat, displayName: `${givenName} ${familyName}`, mail, mobile },
    ...(known && { knownBy: known.authority, knownSince: await sinceWhen(ctx, known) }),
  };
}

/** The day of the file that brought the contacts, for those that came by a file of an ordre; else when they began. */
async function sinceWhen(ctx: Ctx, { act, validFrom }: { act: string; validFrom: string }): Promise<string> {
  const file = /^contact-file-(\d+)$/.exec(act)?.[1];
  return (file && (await contactFile(ctx, Number(file)))?.datedOn) || validFrom;
}

async function refuse(ctx: Ctx, idNat: string, obstacle: ecps.Obstacle): Promise<never> {
  await journal(ctx, {
    act: 'identity-provider.start-activation',
    ...{ subject: idNat, outcome: 'refused', reason: obstacle },
  });
  throw obstacle === 'mail-missing' || obstacle === 'mobile-missing'
    ? notForActivation()
    : closedWay(obstacle);
}
