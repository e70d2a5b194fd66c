import type { Event } from '../../platform/events.js';

/** The provider's copy of a person changed. Subject idNat, version and origins of the directory's entry. */
export const PERSON_UPDATED = 'identity-provider.person-updated';

/** The copy of a person is no longer active: struck off, or no longer published. Subject idNat. */
export const PERSON_CLOSED = 'identity-provider.person-closed';

/** The provider holds a publication of the directory. */
export const PUBLICATION_COPIED = 'identity-provider.publication-copied';

/** The provider's copies follow a whole publication of the directory, of that number. */
export const publicationCopied = (publication: number): Event => ({
  type: PUBLICATION_COPIED,
  subject: String(publication),
  version: 1,
});

/** Makes the event of one of these types for a copy. */
export const told =
  (type: typeof PERSON_UPDATED | typeof PERSON_CLOSED) =>
  ({ idNat, version, origins }: Pick<Event, 'version' | 'origins'> & { readonly idNat: string }): Event => ({
    type,
    subject: idNat,
    version,
    ...(origins && { origins }),
  });

/** The person answered, with a card, a sign-in without a browser. Subject: the hash of its auth_req_id. */
export const requestDecided = (idHash: string): Event => ({
  type: 'identity-provider.request-decided',
  subject: idHash,
  version: 1,
});

/** A number turned out to be somebody else's: what held its account goes on under the one that remains. Subject idNat. */
export const accountAbsorbed = (one: {
  readonly idNat: string;
  readonly former: string;
  readonly version: number;
}): Event => ({
  type: 'identity-provider.account-absorbed',
  subject: one.idNat,
  version: one.version,
  data: { former: one.former },
});
