import { z } from 'zod';

/** What an establishment's provider has to prove of a sign-in, and of whom. */
export interface DelegationTerms {
  /** Lists of `amr` values (RFC 8176); one of them has to be there whole. */
  readonly acceptedAmr: readonly (readonly string[])[];
  /** Domains of its accounts; empty: any. */
  readonly domains: readonly string[];
}

export type ProofFault = 'no-account' | 'amr' | 'domain' | 'too-old' | 'in-the-future';

/** Longest age of the establishment's own authentication, in seconds: the one of a session here. */
export const LONGEST_AGE = 4 * 3600;
/** What two clocks may differ by. */
const SKEW = 60;

const claims = z.object({
  sub: z.string().min(1).max(255),
  auth_time: z.number().int(),
  amr: z.array(z.string()).max(20).default([]),
  preferred_username: z.string().max(200).optional(),
  email: z.string().max(200).optional(),
  email_verified: z.boolean().optional(),
});

export interface ProvedAccount {
  readonly subject: string;
  readonly label: string;
  /** Epoch seconds. */
  readonly authTime: number;
}

/** When the browser left for the establishment, in epoch seconds, and how old a sign-in there could be at that time. */
export interface DepartureTerms {
  readonly at: number;
  readonly maxAge: number;
}

/** Seconds that a sign-in at the establishment may date of when the browser leaves, for what a service asked of us. */
export const longestAgeOf = (asked: { maxAge: number | undefined; asksAgain: boolean }): number =>
  asked.asksAgain ? 0 : Math.min(asked.maxAge ?? LONGEST_AGE, LONGEST_AGE);

/**
 * Judges what an ID token of an establishment says, its signature apart. In: its claims, epoch seconds. Out: the account,
 * or what is missing. Source: delegation to a local provider (two factors, by the methods declared), RIE-PS 13 (4 h), OpenID Connect Core §3.1.2.1
 * (`prompt`, `max_age`: asked of us, they are asked of who authenticates for us).
 */
export function judgeDelegated(
  given: unknown,
  terms: DelegationTerms,
  now: number,
  departure: DepartureTerms = { at: now, maxAge: LONGEST_AGE },
): { account: ProvedAccount } | { fault: ProofFault } {
  const read = claims.safeParse(given);
  if (!read.success) return { fault: 'no-account' };
  const { sub, auth_time, amr, preferred_username, email } = read.data;
  if (!terms.acceptedAmr.some((list) => list.length > 0 && list.every((method) => amr.includes(method))))
    return { fault: 'amr' };
  if (terms.domains.length > 0 && !terms.domains.includes(domainOf(nameOf(read.data))))
    return { fault: 'domain' };
  if (auth_time > now + SKEW) return { fault: 'in-the-future' };
  if (now - auth_time > LONGEST_AGE || departure.at - auth_time > departure.maxAge + SKEW)
    return { fault: 'too-old' };
  return {
    account: {
      subject: sub,
      label: preferred_username ?? email ?? 'sans nom',
      authTime: Math.min(auth_time, now),
    },
  };
}

/** The address that says whose account it is: a guest of another domain may have typed any mail, unverified. */
function nameOf({ preferred_username: name, email, email_verified }: z.output<typeof claims>): string {
  if (name?.includes('@')) return name;
  return email_verified === false ? '' : (email ?? '');
}

const domainOf = (name: string): string => name.slice(name.lastIndexOf('@') + 1).toLowerCase();
