import { forgetExpired } from './modules/access/index.js';
import { announceDay } from './modules/registry/index.js';
import type { JobHandler } from './platform/jobs.js';
import { forgetOldLimits } from './platform/rate-limit.js';
import { sendLoginLink } from './portals/ordres/sign-in/send-login-link.js';

/** Jobs that are no reaction to an event. */
export const jobHandlers: readonly JobHandler[] = [
  { name: 'platform.forget-old-limits', run: (ctx) => forgetOldLimits(ctx) },
  { name: 'access.forget-expired', run: (ctx) => forgetExpired(ctx) },
  {
    name: 'registry.announce-day',
    run: async (ctx) => {
      await announceDay(ctx);
    },
  },
  sendLoginLink,
];
