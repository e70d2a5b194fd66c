import { ADELI_ERA_ENDS } from './adeli-era.js';

/** Loads of the files of the ONI: one on 11 January 2021, then from 12 February every two weeks, while ADELI lasts. */
const FIRST = '2021-01-11';
const REGULAR_SINCE = '2021-02-12';
const EVERY_DAYS = 14;

/** The text that announces these days. */
export const CALENDAR_SOURCE =
  'Schéma de la chaîne des référentiels, janvier 2021 : dernier fichier le 11/01, prochain visé le 12/02, puis toutes les deux semaines';

/** Every day (YYYY-MM-DD) on which a file of contacts of the ONI is loaded, in order. */
export function contactDays(): string[] {
  const days = [FIRST];
  for (let day = REGULAR_SINCE; day < ADELI_ERA_ENDS; day = later(day, EVERY_DAYS)) days.push(day);
  return days;
}

/** The next such days from a day on, that day included, at most `count`; none once ADELI is over. */
export function nextContactDays(from: string, count = 1): string[] {
  return contactDays()
    .filter((day) => day >= from)
    .slice(0, count);
}

const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
