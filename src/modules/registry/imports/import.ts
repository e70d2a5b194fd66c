import type { Damage } from '../../../platform/files/damaged-lines.js';
import type { Load, LoadState } from '../../../platform/files/load-book.js';
import type { FileKind } from '../files/index.js';

/** Which publication: the open directory (three files), or the restricted extraction for Pro Santé Connect. */
export type ImportSource = 'annuaire' | 'psc';

/** Also the files that say which numbers are one person's. */
export type LoadSource = ImportSource | 'correspondances';

/** The files of each publication, in the order in which they are taken: exercises first, the others refer to them. */
export const FILES_OF: Readonly<Record<ImportSource, readonly FileKind[]>> = {
  annuaire: ['personne-activite', 'savoir-faire', 'diplomes'],
  psc: ['prosanteconnect'],
};

export type ImportState = LoadState;

/** A file whose lines are staged. */
export interface StagedFile extends Damage {
  readonly kind: FileKind;
  readonly name: string;
  /** AAAAMMJJhhmm. */
  readonly publishedAt: string;
  readonly lines: number;
  readonly rejected: number;
}

/** What a file changes for the people of one kind of identifier (its first character, TRE_G08). */
export interface ImportCount {
  readonly file: FileKind;
  readonly prefix: string;
  /** People that the last state of this file holds. */
  readonly known: number;
  readonly created: number;
  readonly updated: number;
  readonly closed: number;
  /** Absent, and kept all the same: ADELI numbers are never closed by absence, nor who may be the one of a rejected line. */
  readonly kept: number;
  readonly unchanged: number;
  /** Registered here by an authority: left alone. */
  readonly conflicts: number;
  /** Named by this file and by no line of the activities: not taken. */
  readonly unknown: number;
}

export interface ImportExample {
  readonly file: FileKind;
  readonly idNat: string;
  readonly outcome: 'updated' | 'closed';
}

/** What became of the pairs that a load brought. */
export interface Merged {
  readonly merged: number;
  /** Said before. */
  readonly known: number;
  /** The number belongs to somebody else already, or an authority registered it here: left alone. */
  readonly conflicts: number;
}

/** What a file of correspondences came to. */
export interface MergedFile extends Merged {
  readonly name: string;
  readonly lines: number;
  readonly rejected: number;
  /** Whether the file was undone: `merged` counts the numbers that stand for themselves again. */
  readonly undone: boolean;
}

export interface ImportReport extends Load {
  readonly source: LoadSource;
  readonly files: readonly StagedFile[];
  readonly counts: readonly ImportCount[];
  readonly examples: readonly ImportExample[];
  /** Of a file of correspondences that was read to its end; null for any other load. */
  readonly merged: MergedFile | null;
}
