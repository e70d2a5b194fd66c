import type { Mailbox } from '../../messaging/index.js';
import type { PublicMailbox } from '../public-person.js';
import { coded } from './words-of.js';

/** The mailboxes of a person or a structure that the public may see: never those of the red list, nor unpublished ones. */
export function publicMailboxes(held: readonly Mailbox[]): PublicMailbox[] {
  return held
    .filter(({ redList, published }) => published && !redList)
    .map(({ address, type, structureId, service, description, dematerialisation }) => ({
      address,
      type: coded('TRE_R257', type),
      ...(structureId !== undefined && { structureId }),
      ...(service !== undefined && { service }),
      ...(description !== undefined && { description }),
      dematerialisation,
    }));
}
