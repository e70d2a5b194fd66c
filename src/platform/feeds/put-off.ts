import { sql } from 'kysely';
import { causeOf } from '../causes.js';
import type { Ctx } from '../context.js';
import { statement } from '../db/statement.js';
import { delayOf, type Feed, rhythmAt } from './feed.js';
import { rhythmOf } from './rhythms.js';

/** Subjects put off until one date. */
interface PutOff {
  readonly dueAt: Date;
  readonly subjects: readonly string[];
}

/** A subject, and whom it is about: see Feed.about. */
export interface Travelling {
  readonly subject: string;
  readonly about: string;
}

export interface Sorted {
  /** Those that travel at once. */
  readonly now: readonly string[];
  readonly later: readonly PutOff[];
}

/**
 * Which of the subjects that just changed travel at once through a feed, and which at a date. Delays count from the
 * date at which the change was due here, so that several feeds in a row add up to the second.
 */
export async function sortByDate(
  ctx: Ctx,
  feed: Feed | undefined,
  travelling: readonly Travelling[],
): Promise<Sorted> {
  const from = ctx.since ?? ctx.clock.now();
  if (!feed || !rhythmAt(feed, from)?.delayHours || (await rhythmOf(ctx, feed)) === 'immediate')
    return { now: subjectsOf(travelling), later: [] };
  const byDelay = Map.groupBy(travelling, ({ about }) => delayOf(feed, about, from));
  const later = [...byDelay].filter(([delay]) => delay > 0);
  return {
    now: subjectsOf(byDelay.get(0) ?? []),
    later: later.map(([delay, some]) => ({
      dueAt: new Date(from.getTime() + delay),
      subjects: subjectsOf(some),
    })),
  };
}

/** When a change made at an instant arrives through the feed of a reaction, at the rhythm of now. */
export async function dateThrough(ctx: Ctx, reaction: string, from: Date): Promise<Date> {
  const feed = Object.values(ctx.reactions)
    .flat()
    .find(({ name }) => name === reaction)?.feed;
  if (!feed || (await rhythmOf(ctx, feed)) === 'immediate') return from;
  return new Date(from.getTime() + (rhythmAt(feed, from)?.delayHours ?? 0) * 3_600_000);
}

const subjectsOf = (travelling: readonly Travelling[]): string[] => travelling.map(({ subject }) => subject);

/**
 * Puts a reaction off until a date (simulated), in the caller's transaction. A subject that already waits keeps its
 * date: the run of that date carries what is true then.
 */
export async function putOff(ctx: Ctx, reaction: string, { dueAt, subjects }: PutOff): Promise<void> {
  // In one order, so that two changes of the same people never wait for each other in a circle.
  const ordered = [...new Set(subjects)].sort();
  const causes = ordered.map((subject) => causeOf(ctx, subject));
  await writeDue(ctx.db, {
    ...{ reaction, dueAt, subjects: ordered },
    ...{ actors: causes.map(({ actor }) => actor), correlations: causes.map((one) => one.correlation) },
  });
}

type Due = { readonly [key in 'subjects' | 'actors' | 'correlations']: readonly string[] } & {
  readonly reaction: string;
  readonly dueAt: Date;
};

const writeDue = statement<Due, never>(
  'platform_put_off',
  (value) => sql`insert into platform.due (reaction, subject, due_at, actor, correlation)
    select ${value('reaction')}, subject, ${value('dueAt')}::timestamptz, actor, correlation
    from unnest(${value('subjects')}::text[], ${value('actors')}::text[], ${value('correlations')}::text[])
      as t(subject, actor, correlation)
    on conflict do nothing`,
);
