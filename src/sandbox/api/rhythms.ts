import type { z } from 'zod';
import { as, type Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { rhythmAt } from '../../platform/feeds/feed.js';
import { feedsOf } from '../../platform/feeds/feeds-of.js';
import { decideRhythm, EVERY_FEED, type RhythmName, rhythmOf } from '../../platform/feeds/rhythms.js';
import type { rhythmBody } from './schemas.js';

/** One feed as the control API tells it. */
export interface ShownRhythm {
  readonly feed: string;
  readonly rhythm: RhythmName;
  /** Hours that a change waits today in the national rhythm. */
  readonly nationalHours: number;
}

/** The rhythm of each feed now. */
export function rhythms(ctx: Ctx): Promise<ShownRhythm[]> {
  return Promise.all(
    feedsOf(ctx.reactions).map(async (feed) => ({
      feed: feed.code,
      rhythm: await rhythmOf(ctx, feed),
      nationalHours: rhythmAt(feed, ctx.clock.now())?.delayHours ?? 0,
    })),
  );
}

/** Changes the rhythm of one feed or of all. Out: what `rhythms` then says. Throws 422 for a feed that is not there. */
export async function changeRhythm(ctx: Ctx, what: z.infer<typeof rhythmBody>): Promise<ShownRhythm[]> {
  const { rhythm, feed = EVERY_FEED, from } = what;
  if (feed !== EVERY_FEED && !feedsOf(ctx.reactions).some(({ code }) => code === feed))
    throw new Refusal({ code: 'sandbox.unknown-feed', status: 422, message: 'Ce flux n’existe pas.' });
  const effectiveAt = from ? new Date(from) : ctx.clock.now();
  await decideRhythm(as(ctx, 'sandbox'), { feed, rhythm, effectiveAt, reason: 'API du bac à sable' });
  return rhythms(ctx);
}
