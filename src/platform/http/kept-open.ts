/**
 * How long a server keeps a connection on which nothing is asked, in milliseconds. A proxy keeps its own for a minute, and must
 * be the one that lets go: else it may ask on a connection that is being closed, and its visitor reads 502.
 */
export const KEPT_OPEN_MS = 75_000;
