const RISING = '0123456789';
const FALLING = '9876543210';

/**
 * Why a personal code cannot be chosen, as a French sentence; undefined when it can. Four digits as on the card;
 * refused are the guesses that everybody tries first: one digit repeated, and runs up or down.
 */
export function personalCodeProblem(code: string): string | undefined {
  if (!/^\d{4}$/.test(code)) return 'Le code personnel a quatre chiffres.';
  if (new Set(code).size === 1) return 'Choisissez un code dont les chiffres ne sont pas tous les mêmes.';
  if (RISING.includes(code) || FALLING.includes(code)) {
    return 'Choisissez un code dont les chiffres ne se suivent pas.';
  }
  return undefined;
}
