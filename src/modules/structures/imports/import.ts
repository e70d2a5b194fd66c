import type { Damage } from '../../../platform/files/damaged-lines.js';
import type { Load } from '../../../platform/files/load-book.js';
import type { FinessKind } from '../finess/file-name.js';
import type { StructureKind } from '../structure.js';

/** A file whose records are staged. */
export interface StagedFiness extends Damage {
  readonly kind: FinessKind;
  readonly name: string;
  /** AAAAMMJJhhmm. */
  readonly publishedAt: string;
  readonly records: number;
  readonly rejected: number;
  /** Records taken though the Luhn key of their number is wrong. */
  readonly badKeys: number;
}

/** What a file changes among legal entities or establishments. */
export interface FinessCount {
  readonly kind: StructureKind;
  /** Open ones that the last file named. */
  readonly known: number;
  readonly created: number;
  readonly updated: number;
  /** Known from another source until now: FINESS is believed from here on. */
  readonly taken: number;
  /** Told closed, or no longer named. */
  readonly closed: number;
  /** Not named, and open all the same: perhaps that of a rejected record. Not counted in loads of before. */
  readonly kept?: number;
  readonly reopened: number;
  readonly unchanged: number;
}

export interface FinessReport extends Load {
  readonly file: StagedFiness;
  readonly counts: readonly FinessCount[];
}
