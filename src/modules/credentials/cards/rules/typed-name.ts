/** What a name in a certificate holds at most (X.520, ub-common-name), and the print of a card. */
const LONGEST = 64;
const OF_PERSON = /^\p{L}[\p{L}\p{M} '’.-]*$/u;
const OF_SERVICE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} '’.,/&()°-]*$/u;

/**
 * Whether what an employer typed can be a name on a card: it stays in a certificate for years, and no authority looks at it.
 * In: one name, and whether it is a person's or that of a service.
 */
export const isNameOnCard = (name: string, ofPerson: boolean): boolean =>
  name.length <= LONGEST && (ofPerson ? OF_PERSON : OF_SERVICE).test(name);
