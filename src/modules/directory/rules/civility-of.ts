import type { EntryPerson } from '../entry.js';

/** The civility of a person (TRE_R81): that of the civil status, or what the open file tells where there is none. */
export const civilityOf = ({ civilStatus, exercises }: EntryPerson): string | undefined =>
  civilStatus?.civility ?? exercises.find((one) => one.personCivility)?.personCivility;
