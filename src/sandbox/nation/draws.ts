import { Random } from '../population/random.js';

/** What draws are for: each purpose has its own, so that adding one moves no other. */
export const PURPOSE = {
  person: 1,
  names: 2,
  adeli: 3,
  staff: 4,
  estate: 5,
  day: 6,
  structure: 7,
  entity: 8,
  mailbox: 9,
  move: 2000,
  change: 1000,
} as const;

/**
 * The draws of one rank for one purpose: nothing has to be kept of a person who can be drawn again.
 * In: the seed of the nation, a purpose, a rank. Two ranks of one purpose never start alike.
 */
export function drawsFor(seed: number, purpose: number, rank: number): Random {
  return new Random(mix(rank ^ mix(seed ^ Math.imul(purpose, 0x9e3779b9))));
}

/** The finaliser of MurmurHash3 over 32 bits: one-to-one. */
function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
