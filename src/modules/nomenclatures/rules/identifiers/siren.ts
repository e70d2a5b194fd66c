import { hasLuhnKey, luhnDigit } from './luhn.js';

/** Says whether the text is a SIREN number: nine digits, not all zero, the last being the Luhn key. */
export function isSiren(text: string): boolean {
  return /^[0-9]{9}$/.test(text) && !/^0+$/.test(text) && hasLuhnKey(text);
}

/** Says whether the text is a SIRET number: fourteen digits, not all zero, with the Luhn key over the whole. */
export function isSiret(text: string): boolean {
  return /^[0-9]{14}$/.test(text) && !/^0+$/.test(text) && hasLuhnKey(text);
}

/**
 * Completes a SIREN number with its key.
 * In: its first eight digits. Out: nine digits. Throws RangeError on anything else.
 */
export function makeSiren(body8: string): string {
  if (!/^[0-9]{8}$/.test(body8)) throw new RangeError('a SIREN number starts with eight digits');
  return body8 + luhnDigit(body8);
}

/**
 * Makes the SIRET number of an establishment.
 * In: the SIREN of its company and the first four digits of its own number (NIC). Out: fourteen digits. Throws
 * RangeError on anything else.
 */
export function makeSiret(siren: string, nic4: string): string {
  if (!isSiren(siren) || !/^[0-9]{4}$/.test(nic4)) throw new RangeError('a SIREN and four digits are needed');
  const body = siren + nic4;
  return body + luhnDigit(body);
}
