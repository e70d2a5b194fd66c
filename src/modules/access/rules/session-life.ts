/** A session of the portals lives four hours at most (real time, seconds). */
export const SESSION_SECONDS = 4 * 3600;

/** And ends after thirty minutes without a request. */
export const IDLE_SECONDS = 30 * 60;

/** A link sent by mail. */
export const LINK_SECONDS = 15 * 60;

/** A code sent by SMS, and how often it may be tried. */
export const CODE_SECONDS = 10 * 60;
export const CODE_TRIES = 3;

/** Wrong codes of one member in a day, whatever the links. */
export const WRONG_A_DAY = 15;

/** A bearer given to the program of an authority. */
export const AUTHORITY_TOKEN_SECONDS = 10 * 60;

/** Tokens begin so: a look at the first letters spares the database the bearers of other doors. */
export const SESSION_PREFIX = 'ess_';
export const AUTHORITY_PREFIX = 'eat_';
