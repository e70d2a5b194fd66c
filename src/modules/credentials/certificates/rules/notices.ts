/** Days before the end at which contacts are told; the first is that of the national platform. */
export const NOTICE_DAYS = [60, 30, 7] as const;

const DAY = 86_400_000;

/**
 * The notice that is due for a certificate: the nearest one to its end that was reached and not yet sent. In: the last
 * one sent. A certificate that has ended is told of no more.
 */
export function noticeDue(expiresAt: Date, now: Date, told: number | null): number | undefined {
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0) return undefined;
  const reached = NOTICE_DAYS.findLast((days) => left <= days * DAY);
  return reached !== undefined && (told === null || reached < told) ? reached : undefined;
}
