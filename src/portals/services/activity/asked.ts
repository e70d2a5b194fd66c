const DAY_MS = 86_400_000;

/** By which period activity is shown, and since when: thirty days, or twelve months. Real time, as visits are. */
export function askedActivity(typed: string | undefined): { by: 'day' | 'month'; since: string } {
  const by = typed === 'mois' ? 'month' : 'day';
  const days = by === 'month' ? 365 : 30;
  return { by, since: new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10) };
}
