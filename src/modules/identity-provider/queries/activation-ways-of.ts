import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { cards, ecps } from '../../credentials/index.js';
import { outsidePerimeter } from '../errors.js';
import { type PersonCopy, personByIdNat } from '../store.js';

/** A published person, and by which ways an e-CPS can be activated today. */
export interface WaysOfPerson {
  readonly person: PersonCopy;
  readonly contacts: ecps.Way;
  readonly card: ecps.Way;
}

/**
 * The ways to an e-CPS of a person, by the dated rules, with what our own copy knows. Undefined for somebody who is not
 * published here.
 * @throws errors.outsidePerimeter for somebody of a population that Pro Santé Connect does not take yet
 */
export async function activationWaysOf(ctx: Ctx, idNat: string): Promise<WaysOfPerson | undefined> {
  const person = await personByIdNat(ctx, idNat);
  if (person?.outside) throw outsidePerimeter(person.outside.label);
  if (!person?.active) return undefined;
  const { correspondence, exercises } = person.person;
  const held = (await cards.usableCards(ctx, [person.idNat])).get(person.idNat) ?? [];
  const ways = ecps.activationWays({
    ...{ day: today(ctx.clock), idNat: person.idNat, exercises, cards: held },
    mail: correspondence?.mail,
    mobile: correspondence?.mobile,
    contactsFrom: correspondence?.provenance?.authority,
  });
  return { person, ...ways };
}

/** To whom the messages of an activation go, and under which name. */
export const recipientOf = ({ givenName, familyName, mail, mobile }: PersonCopy) => ({
  displayName: `${givenName} ${familyName}`,
  ...(mail !== null && { mail }),
  ...(mobile !== null && { mobile }),
});
