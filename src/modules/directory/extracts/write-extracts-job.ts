import { z } from 'zod';
import type { Ctx } from '../../../platform/context.js';
import { enqueue, type JobHandler } from '../../../platform/jobs.js';
import { journal } from '../../../platform/journal.js';
import { areExtractsDue } from './extracts-due.js';
import { areWrittenWhenTaken } from './fresh-run.js';
import { runExtracts } from './run-extracts.js';
import { lastRun } from './store.js';

const NAME = 'directory.write-extracts';
const payload = z.object({ asked: z.boolean().default(false) }).nullish();

/** Writes the extracts once a day, and whenever an operator asks. A sandbox writes them when they are taken. */
export const writeExtractsJob: JobHandler = {
  name: NAME,
  every: '*/15 * * * *',
  async run(ctx, raw) {
    const asked = payload.safeParse(raw).data?.asked ?? false;
    const last = await lastRun(ctx);
    if (!asked && areWrittenWhenTaken(ctx.config, last)) return;
    if (asked || areExtractsDue(ctx.clock.now(), last?.at)) await runExtracts(ctx);
  },
};

/** Has the extracts written now. The caller has checked the right. */
export async function askForExtracts(ctx: Ctx): Promise<void> {
  await enqueue(ctx, NAME, { asked: true });
  await journal(ctx, { act: 'directory.ask-for-extracts', outcome: 'done' });
}
