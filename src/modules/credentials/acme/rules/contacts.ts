import { z } from 'zod';
import { AcmeProblem } from './problem.js';

/** The contacts of an account: `mailto:` addresses (RFC 8555 §7.3). @throws AcmeProblem unsupportedContact, invalidContact */
export function mailContacts(contacts: readonly string[]): string[] {
  for (const contact of contacts) {
    if (!/^mailto:/i.test(contact))
      throw new AcmeProblem('unsupportedContact', 'Un contact est une adresse mailto:.');
    if (!z.email().safeParse(contact.slice('mailto:'.length)).success)
      throw new AcmeProblem('invalidContact', 'Ce contact n’est pas une adresse.');
  }
  return [...contacts];
}
