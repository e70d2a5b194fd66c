import { parsePhoneNumberFromString } from 'libphonenumber-js';

const MAIL = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/;

/** First digits of mobile numbers in the French plans: mainland, then the overseas departments. */
const FRENCH_MOBILE: Readonly<Record<string, RegExp>> = {
  '33': /^[67]/,
  '262': /^(69|63)/,
  '590': /^69/,
  '594': /^69/,
  '596': /^69/,
};

/** Whether an activation link can be sent there. */
export const isUsableMail = (mail: string): boolean => MAIL.test(mail);

/** Whether a code can be sent by SMS to that number: E.164, possible, and not a French fixed line. */
export function isUsableMobile(e164: string): boolean {
  const number = parsePhoneNumberFromString(e164);
  if (!number?.isPossible() || number.number !== e164) return false;
  return FRENCH_MOBILE[number.countryCallingCode]?.test(number.nationalNumber) ?? true;
}

/** The kinds of contact that are missing or unusable, in French; [] when an activation can start. */
export function missingContacts(mail: string | undefined, mobile: string | undefined): string[] {
  return [
    ...(mail && isUsableMail(mail) ? [] : ['courriel']),
    ...(mobile && isUsableMobile(mobile) ? [] : ['mobile']),
  ];
}

/** `+33639980042` -> `•• 42`: enough to recognise one's own phone. */
export const maskMobile = (e164: string): string => `•• •• •• •• ${e164.slice(-2)}`;
