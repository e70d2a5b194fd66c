import type { EntryPerson } from '../../modules/directory/index.js';

/** The days of a contract, YYYY-MM-DD, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Whether somebody's situation in one of these structures (technical ids) covers the whole of a period. */
export function isHereDuring(
  person: Pick<EntryPerson, 'exercises'>,
  structures: ReadonlySet<string>,
  period: Period,
): boolean {
  return person.exercises
    .flatMap(({ activities }) => activities)
    .some(
      ({ structure = '', from = '', to = '9999' }) =>
        structures.has(structure) && from <= period.from && to >= period.to,
    );
}

/** Whether somebody works in one of these structures, now or later. */
export const isHere = (person: Pick<EntryPerson, 'exercises'>, structures: ReadonlySet<string>): boolean =>
  person.exercises.some(({ activities }) =>
    activities.some(({ structure = '' }) => structures.has(structure)),
  );
