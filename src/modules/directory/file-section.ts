import type { Provenance } from '../registry/index.js';

/** One named value of a record. */
export interface FileLine {
  readonly term: string;
  readonly value: string;
  /** The value is a day, `YYYY-MM-DD`. */
  readonly isDay?: boolean;
  readonly provenance?: Provenance;
}

/** A block of the record: identity, contacts, one exercise, one activity… */
export interface FileSection {
  readonly title: string;
  readonly lines: readonly FileLine[];
}
