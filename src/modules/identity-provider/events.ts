/** The provider's copy of a person changed. Subject idNat, version and origins of the directory's entry. */
export const PERSON_UPDATED = 'identity-provider.person-updated';
