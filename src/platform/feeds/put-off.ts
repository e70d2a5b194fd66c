import { type RawBuilder, sql } from 'kysely';
import { type Cause, causeOf } from '../causes.js';
import type { Ctx } from '../context.js';
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

/** A reaction to one subject that waits for its date (simulated). */
export interface Due extends Cause {
  readonly reaction: string;
  readonly subject: string;
  readonly dueAt: Date;
}

/** What is put off of a reaction: one for each subject. */
export const duesOf = (ctx: Ctx, reaction: string, { dueAt, subjects }: PutOff): Due[] =>
  [...new Set(subjects)].map((subject) => ({ reaction, subject, dueAt, ...causeOf(ctx, subject) }));

/** What `duesWords` says of reactions that are put off: each array holds one value for each. */
export type NewDues = { readonly [key in `${keyof Due}s`]: readonly unknown[] };

/** The values of some, for a statement that has `duesWords` in it. */
export function newDues(dues: readonly Due[]): NewDues {
  // In one order, so that two changes of the same people never wait for each other in a circle.
  const ordered = dues.toSorted((a, b) => compare(a.reaction, b.reaction) || compare(a.subject, b.subject));
  return {
    reactions: ordered.map(({ reaction }) => reaction),
    subjects: ordered.map(({ subject }) => subject),
    dueAts: ordered.map(({ dueAt }) => dueAt),
    actors: ordered.map(({ actor }) => actor),
    correlations: ordered.map(({ correlation }) => correlation),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The words that put reactions off until a date, for a statement that also writes what they react to. A subject that already
 * waits keeps its date: the run of that date carries what is true then.
 */
export const duesWords = (value: (key: keyof NewDues) => RawBuilder<unknown>): RawBuilder<never> =>
  sql`insert into platform.due (reaction, subject, due_at, actor, correlation)
    select reaction, subject, due_at, actor, correlation
    from unnest(${value('reactions')}::text[], ${value('subjects')}::text[], ${value('dueAts')}::timestamptz[],
      ${value('actors')}::text[], ${value('correlations')}::text[])
      as t(reaction, subject, due_at, actor, correlation)
    on conflict do nothing`;
