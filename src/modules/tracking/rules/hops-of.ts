import { inAdeliEra } from '../../authorities/index.js';
import { HOPS, type Hop } from './who-may-look.js';

/**
 * The steps that the data of somebody go through on a day (YYYY-MM-DD). While ADELI numbers nurses, what their
 * authorities say goes to the Annuaire without a step at the RPPS (chain of the référentiels, January 2021).
 */
export function hopsOf(idNat: string, day: string): readonly Hop[] {
  return inAdeliEra(idNat, day) ? HOPS.filter((hop) => hop !== 'RPPS') : HOPS;
}
