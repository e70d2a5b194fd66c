const SHORTEST = 8;

/** Whether a code chosen for a later revocation is too easy to guess; undefined when it is not. */
export const revocationCodeProblem = (code: string): 'short' | undefined =>
  [...code.trim()].length < SHORTEST ? 'short' : undefined;
