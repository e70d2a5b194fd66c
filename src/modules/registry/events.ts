import type { Event } from '../../platform/events.js';

/** A person of the register has a new version. Its subject is the national identifier. */
export const PERSON_CHANGED = 'registry.person-changed';

/** A load of national files was applied. Its subject is the number of the load: who was touched bears it. */
export const PUBLICATION_APPLIED = 'registry.publication-applied';

export const publicationApplied = (load: number): Event => ({
  type: PUBLICATION_APPLIED,
  subject: String(load),
  version: 1,
});

/** Two people of the register turn out to have the same certified civil status. */
export const DUPLICATE_SUSPECTED = 'registry.duplicate-suspected';

export const personChanged = (person: {
  readonly idNat: string;
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
}): Event => ({
  type: PERSON_CHANGED,
  subject: person.idNat,
  version: person.version,
  origins: person.origins,
});

export const duplicateSuspected = (person: { readonly idNat: string; readonly version: number }): Event => ({
  type: DUPLICATE_SUSPECTED,
  subject: person.idNat,
  version: person.version,
});
