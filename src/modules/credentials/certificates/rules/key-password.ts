const SHORTEST = 12;

/** Whether the password of a key file is too easy to guess: the file can be tried by anybody who has it. */
export const passwordProblem = (password: string): 'short' | undefined =>
  [...password].length < SHORTEST ? 'short' : undefined;
