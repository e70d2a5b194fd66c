import { commune } from '../../nomenclatures/index.js';
import type { Address } from '../../structures/index.js';

/** The town of an address: its name, never the office of a cedex unless nothing else is known. */
export const cityOf = (address: Address): string | undefined =>
  address.communeName ??
  (address.commune === undefined ? undefined : commune(address.commune)?.name) ??
  address.cedexOffice;
