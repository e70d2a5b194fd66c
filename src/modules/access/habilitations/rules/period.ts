/** Where a habilitation stands on a day. */
export type HabilitationState = 'upcoming' | 'open' | 'closed';

export const STATE_LABELS: Readonly<Record<HabilitationState, string>> = {
  upcoming: 'À venir',
  open: 'Ouverte',
  closed: 'Fermée',
};

export interface Period {
  /** Civil days (`AAAA-MM-JJ`), both included. */
  readonly from: string;
  readonly to?: string;
  readonly withdrawn: boolean;
}

/** Where a habilitation stands. In: its days, and a civil day. */
export function stateOn({ from, to, withdrawn }: Period, day: string): HabilitationState {
  if (withdrawn || (to !== undefined && to < day)) return 'closed';
  return from > day ? 'upcoming' : 'open';
}

/**
 * What is wrong with the days of a new habilitation; undefined when nothing is. An interim direction always has an end
 * (its papers say until when). In: days as typed.
 */
export function periodFault(
  { from, to, interim }: { readonly from: string; readonly to?: string; readonly interim?: boolean },
  today: string,
): { readonly field: 'from' | 'to'; readonly message: string } | undefined {
  if (!isDay(from)) return { field: 'from', message: 'Donnez le premier jour sous la forme AAAA-MM-JJ.' };
  if (to === undefined)
    return interim ? { field: 'to', message: 'Un intérim a une fin : donnez son dernier jour.' } : undefined;
  if (!isDay(to)) return { field: 'to', message: 'Donnez le dernier jour sous la forme AAAA-MM-JJ.' };
  if (to < from) return { field: 'to', message: 'Le dernier jour vient avant le premier.' };
  return to < today ? { field: 'to', message: 'Le dernier jour est déjà passé.' } : undefined;
}

/** Whether a text is a day of the calendar, `AAAA-MM-JJ`. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
