import { z } from 'zod';
import { startOfDay } from '../../modules/authorities/index.js';
import { nextDayToTell } from '../../modules/registry/index.js';
import { nextClosingDay } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { civilDay } from '../../platform/clock.js';
import { Refusal } from '../../platform/errors.js';
import { carryDue } from '../../platform/feeds/carry-due.js';
import { nextDate } from '../../platform/feeds/waiting.js';
import { enqueue, settled } from '../../platform/jobs.js';

const PERIOD = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** ISO 8601 period with fixed-length parts. */
export const period = z
  .string()
  .regex(PERIOD)
  .describe('Weeks, days, hours, minutes, seconds: PT24H, P14D. Months and years have no fixed length.');

/** Milliseconds of a period that `period` accepted. */
export function periodMs(text: string): number {
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (PERIOD.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** In a longer leap, the days on which an activity begins or ends are told at its end, all at once. */
const TOLD_DAY_BY_DAY_MS = 31 * 24 * 3_600_000;
/** Structures close each on its day however long the leap, as long as there are not more such days: then at its end too. */
const MOST_CLOSING_DAYS = 31;

const [FIRST_YEAR, LAST_YEAR] = [1990, 2199];

/** Beyond, neither the dated rules nor the texts of dates mean anything. */
const outOfRange = () =>
  new Refusal({
    code: 'sandbox.clock-out-of-range',
    status: 422,
    message: `L’horloge va de ${FIRST_YEAR} à ${LAST_YEAR}.`,
  });

/**
 * Moves the simulated clock. It stops at each date at which something is due, so that what one feed brings is due in
 * the next one at its own date; all of it has run when this returns. @throws Refusal 422 for a year that is out of reach
 */
export async function moveClock(app: App, instant: Date): Promise<{ now: string }> {
  const year = instant.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw outOfRange();
  // What is on its way belongs to the time before.
  await settled(app.database.db);
  const byDay = instant.getTime() - app.clock.now().getTime() <= TOLD_DAY_BY_DAY_MS;
  let closings = MOST_CLOSING_DAYS;
  for (;;) {
    const closing = byDay || closings > 0 ? await nextClosingDay(app.ctx, civilDay(instant)) : undefined;
    const activity = byDay ? await nextDayToTell(app.ctx, civilDay(instant)) : undefined;
    const stop = await nextStop(app, instant, [closing, activity]);
    if (!stop) break;
    await arrive(app, new Date(Math.max(stop.getTime(), app.clock.now().getTime())));
    if (closing !== undefined && closing <= civilDay(stop)) closings -= 1;
  }
  await arrive(app, instant);
  return { now: app.clock.now().toISOString() };
}

/** The first date at which something is due, or the dawn of the first of some days. */
async function nextStop(
  { ctx }: App,
  until: Date,
  days: readonly (string | undefined)[],
): Promise<Date | undefined> {
  const due = await nextDate(ctx, until);
  const [day] = days.filter((one) => one !== undefined).sort();
  const dawn = day === undefined ? undefined : startOfDay(day);
  // A dawn that has passed was told, or is being told: it is not waited for again.
  if (!dawn || dawn <= ctx.clock.now() || (due && due < dawn)) return due;
  return dawn;
}

/** What the hours that were leapt over would have done. */
const OF_THE_HOUR = [
  'registry.announce-day',
  'structures.announce-closings',
  'directory.announce-publication-day',
  'credentials.retry-card-orders',
  'credentials.tell-renewals',
  'identity-provider.tell-ending-means',
] as const;

async function arrive(app: App, instant: Date): Promise<void> {
  await app.clock.set(instant);
  for (const job of OF_THE_HOUR) await enqueue(app.ctx, job, {});
  await carryDue(app.ctx, instant);
  await settled(app.database.db);
}
