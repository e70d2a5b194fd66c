import { type CivilStatus, traitsKey } from '../../authorities/index.js';
import { isCertified } from './certified.js';

/**
 * A certification belongs to the traits, not to the authority that sends them again: when an authority repeats the same
 * traits without it, it stays. In: the civil status held, the one received. Out: the one to hold.
 */
export function keepCertification(held: CivilStatus | undefined, received: CivilStatus): CivilStatus {
  const stays =
    held !== undefined &&
    isCertified(held.certification.state) &&
    !isCertified(received.certification.state) &&
    received.certification.state !== 'AN' &&
    traitsKey(held) === traitsKey(received);
  return stays ? { ...received, certification: held.certification } : received;
}
