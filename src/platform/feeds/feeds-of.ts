import type { ReactionTable } from '../events.js';
import type { Feed } from './feed.js';

/** A feed with the names of the reactions that travel by it. */
export interface TravelledFeed extends Feed {
  readonly reactions: readonly string[];
}

/** Every feed of a table of reactions, in its order. */
export function feedsOf(table: ReactionTable): TravelledFeed[] {
  const byFeed = new Map<Feed, string[]>();
  for (const { name, feed } of Object.values(table).flat())
    if (feed) byFeed.set(feed, [...(byFeed.get(feed) ?? []), name]);
  return [...byFeed].map(([feed, reactions]) => ({ ...feed, reactions }));
}
