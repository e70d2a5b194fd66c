/**
 * Number of the rules by which an entry is made from a person (its shape, what it is found by). Raised when they change:
 * entries of a lower number are made again, so that an installation that is upgraded needs no hand.
 */
export const PROJECTION = 5;
