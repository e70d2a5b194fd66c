const DAY = 86_400_000;
/** The national files come between two and three in the morning, universal time. */
const HOUR = 2.75 * 3_600_000;

/** Whether the extracts of the day are to be written. In: now, and when the last ones were written (never: undefined). */
export function areExtractsDue(now: Date, last: Date | undefined): boolean {
  const due = Math.floor((now.getTime() - HOUR) / DAY) * DAY + HOUR;
  return last === undefined || last.getTime() < due;
}
