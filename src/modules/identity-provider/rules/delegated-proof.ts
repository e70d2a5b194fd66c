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
const LONGEST = 4 * 3600;
/** What two clocks may differ by. */
const SKEW = 60;

const claims = z.object({
  sub: z.string().min(1).max(255),
  auth_time: z.number().int(),
  amr: z.array(z.string()).max(20).default([]),
  preferred_username: z.string().max(200).optional(),
  email: z.string().max(200).optional(),
});

export interface ProvedAccount {
  readonly subject: string;
  readonly label: string;
  /** Epoch seconds. */
  readonly authTime: number;
}

/**
 * Judges what an ID token of an establishment says, its signature apart. In: its claims, epoch seconds. Out: the account,
 * or what is missing. Source: delegation to a local provider (two factors, by the methods declared), RIE-PS 13 (4 h).
 */
export function judgeDelegated(
  given: unknown,
  terms: DelegationTerms,
  now: number,
): { account: ProvedAccount } | { fault: ProofFault } {
  const read = claims.safeParse(given);
  if (!read.success) return { fault: 'no-account' };
  const { sub, auth_time, amr, preferred_username, email } = read.data;
  if (!terms.acceptedAmr.some((list) => list.length > 0 && list.every((method) => amr.includes(method))))
    return { fault: 'amr' };
  const names = [preferred_username, email].filter((name) => name?.includes('@')) as string[];
  if (terms.domains.length > 0 && !names.some((name) => terms.domains.includes(domainOf(name))))
    return { fault: 'domain' };
  if (auth_time > now + SKEW) return { fault: 'in-the-future' };
  if (now - auth_time > LONGEST) return { fault: 'too-old' };
  return {
    account: {
      subject: sub,
      label: preferred_username ?? email ?? 'sans nom',
      authTime: Math.min(auth_time, now),
    },
  };
}

const domainOf = (name: string): string => name.slice(name.lastIndexOf('@') + 1).toLowerCase();
