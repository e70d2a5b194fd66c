/**
 * Says whether the text is an ADELI number: département (two characters, 2A and 2B for Corsica) and seven
 * digits. The key is not checked: the numbers that circulate do not all follow one rule. ADELI is closed since
 * 2024, its numbers stay readable.
 */
export function isAdeli(text: string): boolean {
  return /^[0-9][0-9A-Z][0-9]{7}$/.test(text);
}

/** Says whether the text names a practice known by ADELI: the ADELI number of its holder and a rank of two digits. */
export function isAdeliPractice(text: string): boolean {
  return /^[0-9]{2}$/.test(text.slice(9)) && isAdeli(text.slice(0, 9));
}
