import { civilDay, today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { nextContactDays } from '../rules/contact-calendar.js';
import { lastContactFile } from './contact-files.js';

/**
 * The next days (YYYY-MM-DD) of the calendar of the ONI, at most `count`: today is one of them until a file was loaded today.
 * None once ADELI is over.
 */
export async function upcomingContactDays(ctx: Pick<Ctx, 'db' | 'clock'>, count = 1): Promise<string[]> {
  const day = today(ctx.clock);
  const last = await lastContactFile(ctx, 'ONI');
  const done = last?.loadedAt && civilDay(last.loadedAt) === day;
  return nextContactDays(day, count + 1)
    .filter((one) => !done || one > day)
    .slice(0, count);
}
