import type { Random } from '../population/random.js';
import { drawsFor, PURPOSE } from './draws.js';

/** What happened to a person up to a day: the day of the last change of each kind, 0 for never. */
export interface Changes {
  readonly moved: number;
  readonly renamed: number;
  readonly contacts: number;
  readonly skilled: number;
}

/** Shares of the people that change, come and leave in a day. */
const DAILY = { changed: 0.005, created: 0.0002, closed: 0.0001 };
const KINDS = [
  ['moved', 45],
  ['contacts', 35],
  ['renamed', 12],
  ['skilled', 8],
] as const;
type Kind = (typeof KINDS)[number][0];

/** The life of a nation over days: one byte a person and kind of change, whatever the number of days. */
export class Churn {
  /** Ranks from 0 to here, closed ones included. */
  people: number;
  private readonly last: Readonly<Record<Kind, Uint8Array>>;
  private readonly closed: Uint8Array;

  constructor(
    private readonly seed: number,
    private readonly size: number,
    days: number,
  ) {
    const most = mostPeople(size, days);
    const bytes = () => new Uint8Array(most);
    this.people = size;
    this.closed = bytes();
    this.last = { moved: bytes(), contacts: bytes(), renamed: bytes(), skilled: bytes() };
  }

  /** Lives through a day: 1, then 2, and so on. */
  advance(day: number): void {
    const random = drawsFor(this.seed, PURPOSE.day, day);
    const someone = () => random.between(0, this.people - 1);
    const changed = about(random, this.size * DAILY.changed);
    for (let i = 0; i < changed; i += 1) this.last[random.weighted(KINDS)][someone()] = day;
    const closed = about(random, this.size * DAILY.closed);
    for (let i = 0; i < closed; i += 1) this.closed[someone()] = 1;
    this.people += about(random, this.size * DAILY.created);
  }

  isClosed(rank: number): boolean {
    return this.closed[rank] === 1;
  }

  changesOf(rank: number): Changes {
    const { moved, renamed, contacts, skilled } = this.last;
    return {
      moved: moved[rank] ?? 0,
      renamed: renamed[rank] ?? 0,
      contacts: contacts[rank] ?? 0,
      skilled: skilled[rank] ?? 0,
    };
  }
}

/** How many ranks a nation of a size may need over days. */
export function mostPeople(size: number, days: number): number {
  return size + days * (Math.ceil(size * DAILY.created) + 1);
}

/** The whole number below or above, so that the mean over days is exact. */
const about = (random: Random, exact: number): number => Math.floor(exact + random.next());
