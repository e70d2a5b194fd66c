import { z } from 'zod';
import type { App } from '../../platform/app.js';
import { enqueue, settled } from '../../platform/jobs.js';

const PERIOD = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** ISO 8601 period with fixed-length parts, e.g. `PT24H` or `P14D`. */
export const period = z
  .string()
  .refine((text) => PERIOD.test(text) && text.length > 2 && !text.endsWith('T'), {
    message: 'une durée comme PT24H ou P14D',
  });

/** Milliseconds of a period that `period` accepted. */
export function periodMs(text: string): number {
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (PERIOD.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** Moves the simulated clock; what that makes due has run when this returns. */
export async function moveClock(app: App, instant: Date): Promise<{ now: string }> {
  await app.clock.set(instant);
  await enqueue(app.ctx, 'registry.announce-day', {});
  await settled(app.database.db);
  return { now: app.clock.now().toISOString() };
}
