/** Validity of a card, years of simulated time (third generation). */
export const CARD_YEARS = 3;

/** Wrong codes in a row that block a card. */
export const CODE_TRIES = 3;

/** Wrong unblocking codes after which a blocked card can only be replaced. Our choice: the texts give no number. */
export const UNBLOCKING_TRIES = 3;

/** Life of the code that carries a proof back to the sign-in, seconds of real time. */
export const PROOF_SECONDS = 60;

/** The last instant of a card issued at `at`. */
export function cardValidUntil(at: Date): Date {
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + CARD_YEARS);
  return end;
}
