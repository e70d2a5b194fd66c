import type { Account } from 'oidc-provider';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { cleanClaims } from '../rules/clean-claims.js';
import { type PersonCopy, personByAccount } from '../store.js';
import { exchange } from './exchange.js';

/** Names our user storage in `sub`, as the national service names its own. One for life: `sub` must not change. */
const STORAGE = '7a3c5b0e-1d42-4f6a-9c88-6e0b52d1f4a7';

/** `sub` of a person: `f:<storage>:<idNat>`. */
export const subjectOf = (idNat: string): string => `f:${STORAGE}:${idNat}`;

/** The national identifier behind a `sub` of ours; undefined for any other text. */
export const idNatOfSubject = (subject: string): string | undefined =>
  subject.startsWith(subjectOf('')) ? subject.slice(subjectOf('').length) : undefined;

export type PersonAccount = Account & { readonly person: PersonCopy };

/**
 * The account behind a session or a token, read from our copy at each call, so that a change is in the next userinfo.
 * Undefined once the person is struck off: tokens and sessions are then refused. `claimSet`: the one that the service chose.
 */
export async function findAccount(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  accountId: string,
  token?: unknown,
  claimSet?: unknown,
): Promise<PersonAccount | undefined> {
  const held = exchange()?.people;
  const person = held?.has(accountId) ? held.get(accountId) : await personByAccount(ctx, accountId);
  held?.set(accountId, person);
  if (!person?.active) return undefined;
  return {
    accountId,
    person,
    claims: (use, _scope, asked) => {
      const all = () => userinfoOf(ctx, person, token, claimSet);
      const told =
        use === 'userinfo' ? all() : { ...chosen(Object.keys(asked), all), ...idTokenClaims(person) };
      return { sub: accountId, ...told };
    },
  };
}

/** The claims that a service asked for one by one in its ID token (OpenID Connect Core §5.5), of those that are known. */
function chosen(names: readonly string[], all: () => Readonly<Record<string, unknown>>) {
  const known = names.length === 0 ? {} : all();
  return Object.fromEntries(Object.entries(known).filter(([name]) => names.includes(name)));
}

/** All that userinfo may tell of a person, but `sub`, in the set of claims that the service chose. */
export function userinfoOf(
  ctx: Pick<Ctx, 'clock'>,
  person: PersonCopy,
  token: unknown,
  claimSet: unknown,
): Readonly<Record<string, unknown>> {
  return claimSet === 'clean'
    ? { ...cleanClaims(person, today(ctx.clock), authModeOf(token)) }
    : userinfoClaims(person, authModeOf(token));
}

function userinfoClaims({ claims }: PersonCopy, authMode: string | undefined) {
  return authMode && 'SubjectRefPro' in claims ? { ...claims, authMode } : { ...claims };
}

/** What an ID token may tell of a person. */
export function idTokenClaims({ claims }: PersonCopy) {
  const { preferred_username, given_name, family_name } = claims;
  return { preferred_username, given_name, family_name };
}

/** How the person signed in (`MOBILE`, `CARD`), as access tokens carry it, or what they are given for. */
function authModeOf(token: unknown): string | undefined {
  const { extra, amr } = (token ?? {}) as { extra?: { authMode?: unknown }; amr?: readonly string[] };
  const mode = extra?.authMode ?? amr?.[0];
  return typeof mode === 'string' ? mode : undefined;
}
