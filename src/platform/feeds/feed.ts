import { civilDay } from '../clock.js';

/** How long a feed takes between two days, both included (YYYY-MM-DD, France). A missing bound is open. */
export interface Rhythm {
  readonly from?: string;
  readonly to?: string;
  readonly delayHours: number;
  /** The text that says so. */
  readonly source: string;
}

/** The way from one copy to the next, with the rhythms that it had in the course of time. */
export interface Feed {
  /** Stable and short, e.g. `rpps-to-rass`. */
  readonly code: string;
  readonly title: string;
  readonly rhythms: readonly Rhythm[];
  /** Whom the rhythms are about; what is about another travels at once. Everybody when absent. */
  readonly about?: RegExp;
  /** Type of the event that tells an arrival at the end of the feed. */
  readonly arrival: string;
}

/** The rhythm of a feed at an instant; undefined where no text gives it one. */
export function rhythmAt(feed: Feed, at: Date): Rhythm | undefined {
  const day = civilDay(at);
  return feed.rhythms.find(({ from = '', to = '9999' }) => from <= day && day <= to);
}

/** How long the national rhythm keeps a change about somebody made at an instant, milliseconds; 0: it travels at once. */
export function delayOf(feed: Feed, about: string, at: Date): number {
  if (feed.about && !feed.about.test(about)) return 0;
  return (rhythmAt(feed, at)?.delayHours ?? 0) * 3_600_000;
}
