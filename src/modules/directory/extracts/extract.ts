import type { LineSink } from './line-sink.js';
import type { Snapshot } from './snapshot.js';

/** A column: its header, and what it holds in our words. */
export type Column = readonly [header: string, field: string];

/** One text of an extract. */
export interface ExtractFile {
  /** What stands before the time stamp. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
}

/** One of the published extracts: what is behind a service code. */
export interface Extract {
  /** Last part of the address. */
  readonly code: string;
  /** What stands before the time stamp in the name of the zip. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly access: 'open' | 'restricted';
  readonly files: readonly ExtractFile[];
  /** Writes all lines of a state, headers left out; one sink per file, in the order of `files`. */
  fill(snapshot: Snapshot, sinks: readonly LineSink[]): Promise<void>;
  /** Writes what changed after a publication; absent where lines have no history. */
  fillChanges?(snapshot: Snapshot, since: number, sinks: readonly LineSink[]): Promise<void>;
}

/** Between two cells and after the last one of every line, header included. */
const SEPARATOR = '|';

/** The first line of a file. `more`: columns after those of the file. */
export const headerLine = ({ columns }: ExtractFile, more: readonly string[] = []): string =>
  `${[...columns.map(([name]) => name), ...more].map((name) => `${name}${SEPARATOR}`).join('')}\n`;

/** AAAAMMJJhhmm of an instant, UTC, as all names carry it. */
export const stampOf = (at: Date): string => at.toISOString().replace(/\D/g, '').slice(0, 12);
