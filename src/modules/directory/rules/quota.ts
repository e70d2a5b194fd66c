/** Calls that a new application may make in a minute: what the national API grants (1,000 since June 2026). */
export const USUAL_QUOTA = 1000;
export const LARGEST_QUOTA = 10_000_000;

/** A renewed key and the one before it hold together for so many days. */
export const OVERLAP_DAYS = 7;

/** Applications of one account that are not closed. */
export const MOST_APPLICATIONS = 10;

const LARGEST_BLOCK = 500;
const BLOCKS_A_MINUTE = 20;

/**
 * Calls that a process leases at a time. In: the quota of a minute. A twentieth of it: a small quota is shared by several
 * processes all the same, and the usual one costs a write every fifty calls.
 */
export const blockOf = (eachMinute: number): number =>
  Math.min(LARGEST_BLOCK, Math.max(1, Math.ceil(eachMinute / BLOCKS_A_MINUTE)));
