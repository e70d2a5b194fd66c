import type { Ctx } from '../../../platform/context.js';
import { currentPublication } from '../publications/current-publication.js';
import { runExtracts } from './run-extracts.js';
import { type ExtractRun, lastRun } from './store.js';

/** A run that took longer than this, in seconds, is not made while somebody waits. */
const QUICK = 5;

/** Whether files are written when they are taken: in a sandbox, as long as that does not take long. */
export const areWrittenWhenTaken = (config: Ctx['config'], last: ExtractRun | undefined): boolean =>
  config.profile === 'sandbox' && (last === undefined || last.seconds <= QUICK);

/**
 * The run to serve. In production the newest there is. In a sandbox, whose people change under the hands of those who
 * try it, one is made at once when the directory has changed since the last, unless that takes long.
 */
export function freshRuns(ctx: Ctx): () => Promise<ExtractRun | undefined> {
  let writing: Promise<ExtractRun | undefined> | undefined;
  return async () => {
    const last = await lastRun(ctx);
    if (!areWrittenWhenTaken(ctx.config, last)) return last;
    const { number } = await currentPublication(ctx);
    if (last?.publication === number) return last;
    writing ??= runExtracts(ctx).finally(() => {
      writing = undefined;
    });
    try {
      return (await writing) ?? last;
    } catch (error) {
      ctx.log.error({ err: error }, 'extracts not written');
      return last;
    }
  };
}
