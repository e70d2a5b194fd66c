import { makeFolder } from '../../platform/files/make-folder.js';
import { Churn, mostPeople } from './churn.js';
import { openNation } from './nation.js';
import { MOST_RANKS } from './numbers.js';
import { dayOf, type NationPlan } from './plan.js';
import { publish, type WrittenFile } from './publication.js';
import { secondHalf } from './two-threads.js';

export type { NationPlan } from './plan.js';
export { PUBLISHED, type Published, type WrittenFile } from './publication.js';

/** How far the work is: people written, of how many, on which day of how many. */
export type Heard = (done: number, all: number, day: number) => void;

/** The bounds of a plan; days are kept in one byte. */
export const BOUNDS = { people: 2_500_000, structures: 130_000, days: 60, seed: 2 ** 32 - 1 } as const;

/**
 * Writes the national files of an invented population, day after day. Only communes are real.
 * In: the plan, who hears of progress. Out: the files in the order of the days.
 * @throws RangeError on a plan out of bounds, and what the disk says
 */
export function generateNation(plan: NationPlan, heard: Heard = () => {}): WrittenFile[] {
  if (mostPeople(plan.people, plan.days) > MOST_RANKS) throw new RangeError('too many people');
  makeFolder(plan.folder);
  const nation = openNation(plan.seed, plan.people, plan.structures);
  const churn = new Churn(plan.seed, plan.people, plan.days);
  const written: WrittenFile[] = [];
  const second = secondHalf(plan);
  try {
    for (let day = 0; day < plan.days; day += 1) {
      if (day > 0) churn.advance(day);
      const to = { folder: plan.folder, at: dayOf(day), files: plan.files };
      written.push(...publish({ nation, churn }, to, (done, all) => heard(done, all, day), second));
    }
  } finally {
    second?.stop();
  }
  return written;
}
