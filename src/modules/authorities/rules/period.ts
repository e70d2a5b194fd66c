import type { FieldProblem } from '../../../platform/errors.js';
import { isDay } from './five-traits.js';
import { problem } from './problem.js';

/** What is wrong with the two days of a period. In: days `YYYY-MM-DD` and the path of their holder. */
export function periodProblems(
  period: { readonly from?: string; readonly to?: string },
  path: string,
): FieldProblem[] {
  const wrong = (['from', 'to'] as const).filter((side) => {
    const day = period[side];
    return day !== undefined && !isDay(day);
  });
  if (wrong.length > 0) return wrong.map((side) => problem(`${path}/${side}`, 'impossible-day'));
  const reversed = period.from !== undefined && period.to !== undefined && period.to < period.from;
  return reversed ? [problem(`${path}/to`, 'end-before-start')] : [];
}
