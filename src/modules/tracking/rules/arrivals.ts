import { HOPS, type Hop } from './who-may-look.js';

/** One event of a hop: the state it reached, as versions of each authority's file. */
export interface HopEvent {
  readonly id: number;
  readonly at: Date;
  readonly origins: Readonly<Record<string, number>>;
}

export type HopEvents = Readonly<Record<Hop, readonly HopEvent[]>>;

/** The n-th version of the file that an authority holds of a person. */
export interface Origin {
  readonly authority: string;
  readonly version: number;
}

export interface Arrival {
  readonly hop: Hop;
  /** Absent while the change is awaited there. */
  readonly at?: Date;
  /** Since the hop before, in milliseconds of the clock shown to people. */
  readonly delayMs?: number;
}

/**
 * When a change arrived at each of some hops: at the first event of the hop that holds it and was written after its arrival
 * at the hop before. So a change is never shown at a step before the one above. In: the change, the events of each
 * hop, oldest first, and the hops of the person. Out: one line a hop, in their order.
 */
export function arrivals(change: Origin, events: HopEvents, hops: readonly Hop[] = HOPS): Arrival[] {
  let before: HopEvent | undefined;
  let awaited = false;
  return hops.map((hop) => {
    const arrived: HopEvent | undefined = awaited
      ? undefined
      : events[hop].find((event) => holds(event, change) && event.id > (before?.id ?? 0));
    awaited = arrived === undefined;
    if (!arrived) return { hop };
    const delay = before && { delayMs: arrived.at.getTime() - before.at.getTime() };
    before = arrived;
    return { hop, at: arrived.at, ...delay };
  });
}

const holds = (event: HopEvent, { authority, version }: Origin): boolean =>
  (event.origins[authority] ?? 0) >= version;
