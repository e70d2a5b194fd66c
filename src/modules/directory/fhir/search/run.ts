import type { Ctx } from '../../../../platform/context.js';
import type { Kind, Resource } from '../parameters.js';
import { FhirRefusal } from '../refusal.js';
import type { Criterion, Sort } from './criterion.js';

/** What a search takes along: the world, the day, when it must be over. */
export interface Run {
  readonly ctx: Pick<Ctx, 'db' | 'clock'>;
  /** Day that is shown, `YYYY-MM-DD`. */
  readonly on: string;
  /** Real time, in milliseconds, after which the search is given up. */
  readonly deadline: number;
  /** Publication of the first lines that were read: nothing that was told is older. */
  publication: number | undefined;
  readonly walk: Walk;
  /** Each line is read once, and nothing of it is held: a nation that goes by takes the place of nobody who is asked for. */
  readonly once?: boolean;
  /** Everybody and everything that the restricted profiles grant, rather than what everybody may know. */
  readonly restricted?: boolean;
}

/** A place in a list: value that is sorted by, line, resource (all of the line's when absent). */
export interface Place {
  readonly value: string;
  readonly line: string;
  readonly id?: string;
}

/** A resource in its line: `siblings` are the other resources that the same line tells, as far as a parameter goes. */
export interface Candidate {
  readonly resource: Resource;
  readonly place: Required<Place>;
  readonly siblings: (kind: Kind, parameter: string) => readonly Candidate[] | undefined;
}

export interface WalkFrom {
  readonly sort: Sort;
  readonly after?: Place | undefined;
  /** The list is walked towards its beginning. */
  readonly back?: boolean;
  /** Lines read first; more are read each time after. */
  readonly size?: number;
}

/** The resources that meet criteria, in order, some at a time until there are no more. */
export type Walk = (
  run: Run,
  kind: Kind,
  criteria: readonly Criterion[],
  from: WalkFrom,
) => AsyncGenerator<Candidate[]>;

export const BY_ID: Sort = { key: '_id', descending: false };

/** @throws FhirRefusal when the time of the search is over. */
export function stillTime(run: Run): void {
  if (Date.now() > run.deadline)
    throw new FhirRefusal(
      400,
      'too-costly',
      'This search would read too much of the directory: add a criterion that few resources meet (an identifier, a whole name, a town, a code), or use the extraction files.',
    );
}
