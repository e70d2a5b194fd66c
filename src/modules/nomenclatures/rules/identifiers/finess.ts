import { hasLuhnKey, luhnDigit } from './luhn.js';

const SHAPE = /^[0-9][0-9A-Z][0-9]{7}$/;

/**
 * Says whether the text is a FINESS number: nine characters, the second a letter in Corsica. The Luhn key is
 * checked when all are digits; how a letter counts in the key is published nowhere, so it is then not checked.
 */
export function isFiness(text: string): boolean {
  return SHAPE.test(text) && (!/^[0-9]+$/.test(text) || hasLuhnKey(text));
}

/** Says whether the text has the shape of a FINESS number, whatever its key. */
export function looksLikeFiness(text: string): boolean {
  return SHAPE.test(text);
}

/**
 * Completes a FINESS number with its key.
 * In: its first eight digits. Out: nine digits. Throws RangeError on anything else.
 */
export function makeFiness(body8: string): string {
  if (!/^[0-9]{8}$/.test(body8)) throw new RangeError('a FINESS number starts with eight digits');
  return body8 + luhnDigit(body8);
}
