/** Wrong codes in a row that block a card. */
export const CODE_TRIES = 3;

/** Wrong unblocking codes after which a blocked card can only be replaced. Our choice: the texts give no number. */
export const UNBLOCKING_TRIES = 3;

/** Life of the code that carries a proof back to the sign-in, seconds of real time. */
export const PROOF_SECONDS = 60;

/** A professional's card is renewed by itself that many days before its end. Our choice: the texts give no number. */
export const RENEWAL_DAYS = 60;
