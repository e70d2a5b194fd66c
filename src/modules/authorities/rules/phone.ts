import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Phone } from '../member-record.js';

/** Where a number typed as `0x xx xx xx xx` may be: mainland first, then overseas. */
const REGIONS: readonly CountryCode[] = ['FR', 'GP', 'MQ', 'GF', 'RE', 'YT'];

/**
 * Reads a phone number. In: what was typed, and who gave it. Out: its E.164 form (overseas numbers with the prefix
 * that a text message needs), the original text and the source; undefined when it is no possible number.
 */
export function parsePhone(typed: string, source: string): Phone | undefined {
  const original = typed.trim();
  const readings = REGIONS.map((region) => parsePhoneNumberFromString(original, region));
  // Numbers kept for fiction are possible and never valid.
  const number = readings.find((one) => one?.isValid()) ?? readings[0];
  if (!number?.isPossible()) return undefined;
  return { e164: number.number, original, source };
}

/** Reads a number that must receive text messages: a French number has to start with 06 or 07. */
export function parseMobile(typed: string, source: string): Phone | undefined {
  const phone = parsePhone(typed, source);
  return phone && (!phone.e164.startsWith('+33') || /^\+33[67]/.test(phone.e164)) ? phone : undefined;
}
