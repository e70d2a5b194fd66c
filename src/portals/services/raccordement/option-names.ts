/** Options with a field of text of their own in the form. */
export const TEXT_OPTIONS = ['jwksUri', 'backchannelLogoutUri', 'frontchannelLogoutUri'] as const;

/** Options with a box to tick. */
export const CHECKED_OPTIONS = [
  ...(['dpop', 'certificateBoundTokens', 'nationalCnf', 'pushedRequests'] as const),
  ...(['singleFactorReentry', 'sharedWorkstation', 'nonNominativeCards'] as const),
] as const;

/** Every option with a field of its own; the others are written as JSON in the last field. */
export const KNOWN_OPTIONS: ReadonlySet<string> = new Set([
  ...TEXT_OPTIONS,
  ...CHECKED_OPTIONS,
  ...['authentication', 'jwks', 'subject', 'claims', 'ciba', 'acceptedMeans', 'pscOnly', 'tls', 'events'],
]);

/** Beginnings of the names of boxes, one box per means. */
export const MEANS_FIELD = 'moyen-';
export const OTHER_FIELD = 'autre-';
