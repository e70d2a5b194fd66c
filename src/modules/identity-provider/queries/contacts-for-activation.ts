import type { Ctx } from '../../../platform/context.js';
import { maskMail, maskMobile } from '../rules/masks.js';
import { personByIdNat } from '../store.js';

/** Where the two secrets of an activation are sent. Restricted data: never on a page. */
export interface ActivationContacts {
  readonly idNat: string;
  readonly displayName: string;
  readonly mail: string;
  /** E.164. */
  readonly mobile: string;
  /** Authority that vouches for both, and since which day (YYYY-MM-DD). */
  readonly knownBy?: string;
  readonly knownSince?: string;
}

/** The contacts of a published person. Undefined when the person is unknown, or a contact is missing. */
export async function contactsForActivation(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
): Promise<ActivationContacts | undefined> {
  const person = await personByIdNat(ctx, idNat);
  if (!person?.active || !person.mail || !person.mobile) return undefined;
  const displayName = `${person.givenName} ${person.familyName}`;
  return { idNat: person.idNat, displayName, mail: person.mail, mobile: person.mobile };
}

/** The same contacts as they may be shown: masked like the public record. */
export function maskedContacts({ mail, mobile }: ActivationContacts): { mail: string; mobile: string } {
  return { mail: maskMail(mail), mobile: maskMobile(mobile) };
}
