import type { JobHandler } from './platform/jobs.js';
import { forgetOldLimits } from './platform/rate-limit.js';

/** Jobs that are no reaction to an event. */
export const jobHandlers: readonly JobHandler[] = [
  { name: 'platform.forget-old-limits', run: (ctx) => forgetOldLimits(ctx) },
];
