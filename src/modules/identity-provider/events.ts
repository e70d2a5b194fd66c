/** The provider's copy of a person changed. Subject idNat, version and origins of the directory's entry. */
export const PERSON_UPDATED = 'identity-provider.person-updated';

/** The copy of a person is no longer active: struck off, or no longer published. Subject idNat. */
export const PERSON_CLOSED = 'identity-provider.person-closed';
