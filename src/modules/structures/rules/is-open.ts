import type { Structure } from '../structure.js';

/** Whether a structure is open on a day (`AAAA-MM-JJ`): it has no day of closing, or one that is still to come. */
export function isOpen({ closedOn }: Structure, on: string): boolean {
  return closedOn === undefined || closedOn > on;
}
