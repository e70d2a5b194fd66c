/**
 * Says whether a run of digits satisfies the Luhn check (ISO/IEC 7812-1, annex B), the key of RPPS, FINESS,
 * SIREN and SIRET numbers. In: any text. Out: false for anything that is not one or more ASCII digits.
 */
export function hasLuhnKey(digits: string): boolean {
  return /^[0-9]+$/.test(digits) && luhnSum(digits) % 10 === 0;
}

/**
 * The digit to write after `body` so that the whole satisfies the Luhn check.
 * In: one or more ASCII digits. Out: one digit. Throws RangeError on anything else.
 */
export function luhnDigit(body: string): string {
  if (!/^[0-9]+$/.test(body)) throw new RangeError('a Luhn body is made of digits only');
  return String((10 - (luhnSum(`${body}0`) % 10)) % 10);
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const weighted = i % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}
