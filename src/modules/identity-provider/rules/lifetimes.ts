/** Lifetimes of the protocol, in seconds of real time. Source: CI-SIS, secure transport of REST APIs. */
export const LIFETIMES = {
  code: 60,
  accessToken: 120,
  refreshToken: 30 * 60,
  /** How long a spent refresh token gets its answer again. */
  refreshGrace: 30,
  /** Longest stretch without a new strong authentication, for the browser and for a chain of refresh tokens. */
  session: 4 * 3600,
  sessionIdle: 30 * 60,
  interaction: 10 * 60,
  /** How long the person has to answer a sign-in without a browser. */
  ciba: 120,
  /** Outlives the last access token of the longest chain. */
  grant: 4 * 3600 + 300,
} as const;

const remaining = (signedInAt: number | undefined, now: number): number =>
  Math.max(1, (signedInAt ?? now) + LIFETIMES.session - now);

/** How long the browser's session lives from now on: 30 min, and never past 4 h after sign-in. Epoch seconds in. */
export const sessionLifetime = (signedInAt: number | undefined, now: number): number =>
  Math.min(LIFETIMES.sessionIdle, remaining(signedInAt, now));

/** How long a refresh token lives: 30 min, and never past 4 h after sign-in, so that a chain ends. */
export const refreshLifetime = (signedInAt: number | undefined, now: number): number =>
  Math.min(LIFETIMES.refreshToken, remaining(signedInAt, now));
