/**
 * The numbers that the open files know people by, RPPS and ADELI, as a pattern of both JavaScript and PostgreSQL. What
 * employers and Pro Santé Connect give is told in the restricted extraction only: to nobody else does it lead to its person.
 */
export const OPEN_NUMBER = '^(8[0-9]{11}|0[0-9AB]{9})$';

const PATTERN = new RegExp(OPEN_NUMBER);

/** Whether a number, once it was merged into another, leads to its person on the open doors. */
export const leadsOpenly = (idNat: string): boolean => PATTERN.test(idNat);
