import { hasLuhnKey, luhnDigit } from './luhn.js';

/** The shape of an RPPS number before its key is looked at: eleven digits, the first not zero. */
export const RPPS_SHAPE = /^[1-9][0-9]{10}$/;

/** Says whether the text is an RPPS number: eleven digits, the last being the Luhn key. No spaces accepted. */
export function isRpps(text: string): boolean {
  return RPPS_SHAPE.test(text) && hasLuhnKey(text);
}

/**
 * Completes an RPPS number with its key.
 * In: its first ten digits, the first not zero. Out: eleven digits. Throws RangeError on anything else.
 */
export function makeRpps(body10: string): string {
  if (!/^[1-9][0-9]{9}$/.test(body10)) throw new RangeError('an RPPS number starts with ten digits');
  return body10 + luhnDigit(body10);
}

/** Says whether an RPPS number is in the range kept for invented people (997…), never given in production. */
export function isFictiveRpps(rpps: string): boolean {
  return isRpps(rpps) && rpps.startsWith('997');
}
