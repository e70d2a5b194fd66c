/** What somebody says of the holder of a card, to have it blocked. */
export interface SaidIdentity {
  readonly familyName: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
}

/** What the register knows of that person: every name by which he or she goes, as they are compared. */
export interface KnownIdentity {
  readonly familyNames: readonly string[];
  readonly birthDate: string;
}

/**
 * Whether what was said is enough to block a card: a name of the holder and the birth date. It is little on purpose: a
 * block is undone by the holder's own unblocking code, an opposition by nobody (it needs a proof of identity).
 */
export const isSamePerson = (
  said: SaidIdentity,
  known: KnownIdentity,
  comparable: (name: string) => string,
): boolean =>
  said.birthDate === known.birthDate &&
  comparable(said.familyName) !== '' &&
  known.familyNames.some((name) => comparable(name) === comparable(said.familyName));
