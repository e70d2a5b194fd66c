import { USAGE_ROWS, type UsageRow } from './usage-rows.js';
import type { UsageAct, UsageMeans } from './usage-words.js';

const holdsOn = ({ from, to }: UsageRow, on: string): boolean =>
  (from === undefined || from <= on) && (to === undefined || on <= to);

/** The lines that hold on a day (`YYYY-MM-DD`), in the order of the services. */
export const usageOn = (on: string): UsageRow[] => USAGE_ROWS.filter((row) => holdsOn(row, on));

/** The line about an act by a means on a day; undefined when none speaks of it, which is a refusal. */
export const usageOf = (act: UsageAct, means: UsageMeans, on: string): UsageRow | undefined =>
  USAGE_ROWS.find((row) => row.act === act && row.means === means && holdsOn(row, on));

/** The days on which some answer changes, oldest first. */
export const usageDates = (): string[] =>
  [...new Set(USAGE_ROWS.flatMap(({ from }) => (from === undefined ? [] : [from])))].sort();

/** Where the page of usages shows a line: its service and means, at the line itself. */
export function usageAddress(id: string): string {
  const row = USAGE_ROWS.find((one) => one.id === id);
  return row ? `/usages?service=${row.service}&moyen=${row.means}#${id}` : '/usages';
}
