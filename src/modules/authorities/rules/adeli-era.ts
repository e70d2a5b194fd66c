/**
 * The last day on which nurses were numbered by ADELI: their ordre feeds the RPPS from 28 October 2021 on (date of the
 * opening of the RPPS to nurses; chain of the référentiels, January 2021, for what went before).
 */
const LAST_DAY = '2021-10-27';

/** The first day on which the RPPS reads the files of nurses at their ordre. */
export const ADELI_ERA_ENDS = '2021-10-28';

/** Whether somebody is known by an ADELI number on a civil day (YYYY-MM-DD) on which ADELI was a source of its own. */
export function inAdeliEra(idNat: string, day: string): boolean {
  return idNat.startsWith('0') && day <= LAST_DAY;
}

/**
 * Whether the register leaves a file of an authority unread on a day: an ordre then sends the contacts of its members
 * by files of contacts, while the agencies feed ADELI and what follows.
 */
export function isReadLater(authority: string, idNat: string | null | undefined, day: string): boolean {
  return authority === 'ONI' && idNat != null && inAdeliEra(idNat, day);
}
