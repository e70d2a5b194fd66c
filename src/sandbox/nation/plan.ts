import type { Published } from './publication.js';

/** A fictitious nation to write. */
export interface NationPlan {
  /** People on the first day. */
  readonly people: number;
  /** Establishments of FINESS; the share of the country's that so many people have when absent. */
  readonly structures?: number | undefined;
  /** 32 bits: the same seed gives the same bytes. */
  readonly seed: number;
  /** Publications, one a day. */
  readonly days: number;
  readonly folder: string;
  readonly files: readonly Published[];
}

/** The first publication; the others follow every 24 hours. */
const FIRST = Date.UTC(2026, 0, 5, 2, 45);
const DAY = 86_400_000;

/** When the files of a day, from 0, are published. */
export const dayOf = (day: number): Date => new Date(FIRST + day * DAY);
