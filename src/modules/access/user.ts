import { type Role, roleLabel } from './rules/roles.js';

/** Who is signed in, as the portals see it. */
export interface User {
  readonly accountId: string;
  /** The role in which this session acts. */
  readonly kind: Role;
  /** National identifier, for a person who has one. */
  readonly idNat?: string;
  /** Authority codes (agent) or structure ids (manager) of this session. */
  readonly scope: readonly string[];
  readonly name: string;
  /** Every role that the account could take. */
  readonly roles: readonly Role[];
  /** `psc`, `sandbox`, or the code of the ordre whose mail link and SMS code were used. */
  readonly signedInBy: string;
}

/** How the user is named in events and in the journal. */
export const actorOf = (user: User): string =>
  user.kind === 'professional' && user.idNat ? `person:${user.idNat}` : `${user.kind}:${user.accountId}`;

/**
 * The user as a page's header shows him, with a sign-out that is a form: a foreign link signs nobody out; and the way to his
 * other roles, where he has any.
 */
export const shownUser = (user: User | undefined) =>
  user && {
    ...{ name: user.name, role: roleLabel(user.kind, user.idNat), signOutHref: '/connexion/fin' },
    ...(user.roles.length > 1 && { switchHref: '/connexion/role' }),
  };
