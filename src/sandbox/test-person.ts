/** Who registers the person: an ordre (or the armed forces), a regional agency, an employer; or a structure's card. */
export type Family = 'ordre' | 'ars' | 'role' | 'structure';

/** What a test needs to choose somebody. */
export interface TestPerson {
  readonly idNat: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly family: Family;
  /** Code of the first profession, and the role of people registered by theirs (TRE_R85). */
  readonly profession: string;
  readonly role: string | null;
  /** Means of identification that can sign in now. */
  readonly means: readonly string[];
}
