import type { Damage } from '../../../platform/files/damaged-lines.js';
import type { Load } from '../../../platform/files/load-book.js';

/** The file whose lines are staged. */
export interface StagedMailFile extends Damage {
  readonly name: string;
  /** AAAAMMJJhhmm. */
  readonly publishedAt: string;
  readonly lines: number;
  readonly rejected: number;
}

/** What the file changes among the mailboxes that it alone tells of. */
export interface MailCount {
  /** Those that the last file told of. */
  readonly known: number;
  readonly created: number;
  readonly updated: number;
  /** No longer named: withdrawn. */
  readonly closed: number;
  /** Not named, and open all the same: perhaps that of a rejected line. Not counted in loads of before. */
  readonly kept?: number;
  readonly unchanged: number;
  /** Told by their operator here: left alone. */
  readonly conflicts: number;
  /** Of somebody, or of a structure, that is not known: not taken. */
  readonly unknown: number;
}

export interface MailReport extends Load {
  readonly file: Partial<StagedMailFile>;
  readonly counts: MailCount | null;
}

/** Hears of each line that is not taken, by its number. */
export type Told = (line: number, reason: string) => void;
