/** The part of a count that the rule looks at. */
export interface Changes {
  readonly known: number;
  readonly updated: number;
  readonly closed: number;
}

const MOST_CLOSED = 0.01;
const MOST_UPDATED = 0.05;

/**
 * Whether a file changes so much that a person must decide: more than 1 % closed or more than 5 % changed, among those
 * that the last state of the file held. A first load holds nothing to protect.
 */
export function isTooMuch({ known, updated, closed }: Changes): boolean {
  return known > 0 && (closed > known * MOST_CLOSED || updated > known * MOST_UPDATED);
}
