import { forgetExpired as forgetSessions } from './modules/access/index.js';
import { acme, cards, certificates, ecps, incidents } from './modules/credentials/index.js';
import {
  announcePublicationDay,
  countPopulation,
  isLoadOnItsWay,
  writeExportJob,
  writeExtractsJob,
} from './modules/directory/index.js';
import { tellAnswer } from './modules/guidance/index.js';
import {
  countSignInsJob,
  forgetOldChanges,
  forgetOldCodes,
  forgetOldNotices,
  forgetOldRequests,
  forgetExpired as forgetSignIns,
  keepKeysFresh,
  pushChanges,
  pushDueChanges,
  tellEndingMeans,
  tellIntegrator,
  tellLogout,
} from './modules/identity-provider/index.js';
import { announceDay } from './modules/registry/index.js';
import { announceClosings } from './modules/structures/index.js';
import { measureAvailabilityJob } from './modules/tracking/index.js';
import { catchUp, isCarryingLoad } from './platform/catch-up.js';
import { carryDue } from './platform/feeds/carry-due.js';
import { forgetOldAnswers } from './platform/idempotency.js';
import { forgetSuperseded, type JobHandler } from './platform/jobs.js';
import { forgetOldLimits } from './platform/rate-limit.js';
import { sendCardLink } from './portals/ma-carte/send-link.js';
import { sendLoginLink } from './portals/ordres/sign-in/send-login-link.js';
import { giveToldCards } from './sandbox/population/index.js';

/** Jobs that are no reaction to an event. */
export const jobHandlers: readonly JobHandler[] = [
  { name: 'platform.forget-old-limits', every: '11 * * * *', run: (ctx) => forgetOldLimits(ctx) },
  { name: 'platform.forget-old-answers', every: '16 3 * * *', run: (ctx) => forgetOldAnswers(ctx) },
  {
    name: 'platform.catch-up',
    every: '*/5 * * * *',
    run: async (ctx) => {
      if (!(await isCarryingLoad(ctx))) await catchUp(ctx);
      await forgetSuperseded(ctx.db);
    },
  },
  {
    name: 'platform.carry-due',
    every: '* * * * *',
    run: async (ctx) => {
      await carryDue(ctx);
    },
  },
  { name: 'access.forget-expired', every: '21 * * * *', run: (ctx) => forgetSessions(ctx) },
  { name: 'credentials.forget-old', every: '26 3 * * *', run: (ctx) => ecps.forgetOld(ctx) },
  {
    name: 'credentials.forget-proofs',
    every: '27 3 * * *',
    run: async (ctx) => {
      await cards.forgetProofs(ctx);
      await acme.forgetOld(ctx);
    },
  },
  {
    name: 'credentials.retry-card-orders',
    every: '51 * * * *',
    run: async (ctx) => {
      await cards.retryOrders(ctx);
    },
  },
  {
    name: 'credentials.tell-renewals',
    every: '41 * * * *',
    run: async (ctx) => {
      await certificates.tellRenewals(ctx);
    },
  },
  {
    name: 'identity-provider.forget-expired',
    every: '31 * * * *',
    run: async (ctx) => {
      await forgetSignIns(ctx);
      await forgetOldRequests(ctx);
    },
  },
  {
    name: 'identity-provider.forget-notices',
    every: '36 3 * * *',
    run: async (ctx) => {
      await forgetOldNotices(ctx);
      await forgetOldCodes(ctx);
      await forgetOldChanges(ctx);
    },
  },
  {
    name: 'identity-provider.tell-ending-means',
    every: '46 * * * *',
    run: async (ctx) => {
      await tellEndingMeans(ctx);
    },
  },
  { name: 'identity-provider.keep-keys-fresh', every: '6 * * * *', run: (ctx) => keepKeysFresh(ctx) },
  ecps.pushRequest,
  tellLogout,
  pushChanges,
  pushDueChanges,
  tellIntegrator,
  countSignInsJob,
  tellAnswer,
  incidents.blockInEmergency,
  incidents.tellBlocked,
  measureAvailabilityJob,
  {
    name: 'registry.announce-day',
    // Every quarter of an hour: the French day begins at 22:00 or 23:00 UTC, and the job does nothing twice.
    every: '*/15 * * * *',
    run: async (ctx) => {
      await announceDay(ctx);
    },
  },
  {
    name: 'structures.announce-closings',
    every: '*/15 * * * *',
    run: async (ctx) => {
      await announceClosings(ctx);
    },
  },
  {
    name: 'directory.announce-publication-day',
    every: '*/15 * * * *',
    run: async (ctx) => {
      await announcePublicationDay(ctx);
    },
  },
  {
    name: 'directory.count-population',
    every: '* * * * *',
    run: async (ctx) => {
      if (!(await isLoadOnItsWay(ctx))) await countPopulation(ctx);
    },
  },
  writeExtractsJob,
  writeExportJob,
  sendLoginLink,
  sendCardLink,
  giveToldCards,
];
