import { isDay } from './five-traits.js';

const ZONE = 'Europe/Paris';
const HOUR = 3_600_000;

/** The instant at which a civil day (YYYY-MM-DD), or one `later` by some days, begins in France; undefined for no day. */
export function startOfDay(day: string, later = 0): Date | undefined {
  if (!isDay(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`) + later * 24 * HOUR;
  const wanted = new Date(midnight).toISOString().slice(0, 10);
  // France is one or two hours ahead: the earlier of the two instants that already has the wanted date.
  const summer = new Date(midnight - 2 * HOUR);
  return summer.toLocaleDateString('sv-SE', { timeZone: ZONE }) === wanted
    ? summer
    : new Date(midnight - HOUR);
}
