import type { Arrival } from './arrivals.js';

/** When each copy took a load; absent while it is awaited there. */
export interface LoadDates {
  readonly RPPS: Date;
  readonly RASS: Date | undefined;
  readonly PSC: Date | undefined;
}

/** The three arrivals of a load of national files, in their order: none is shown before the one above. */
export function arrivalsOfLoad({ RPPS, RASS, PSC }: LoadDates): Arrival[] {
  return [{ hop: 'RPPS', at: RPPS }, arrival('RASS', RPPS, RASS), arrival('PSC', RASS, RASS && PSC)];
}

function arrival(hop: 'RASS' | 'PSC', before: Date | undefined, at: Date | undefined): Arrival {
  if (!at) return { hop };
  return { hop, at, ...(before && { delayMs: Math.max(0, at.getTime() - before.getTime()) }) };
}
