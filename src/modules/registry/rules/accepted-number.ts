import { isFictiveRpps, parseIdNat } from '../../nomenclatures/index.js';

/**
 * Whether the register takes in a person under a number that it has never seen. Numbers of other registers (ADELI,
 * FINESS, SIRET…) come from outside. An RPPS number is given here: an unknown one is a mistake, except in a sandbox,
 * where invented people come with numbers of the 997 range that this register does not draw from.
 */
export function isAcceptedNumber(
  idNat: string,
  register: { readonly profile: 'sandbox' | 'production'; readonly rppsPrefix: string },
): boolean {
  const read = parseIdNat(idNat);
  if (!read.ok || read.idNat.value !== idNat) return false;
  if (read.idNat.kind !== 'RPPS') return true;
  const { number } = read.idNat;
  return register.profile === 'sandbox' && isFictiveRpps(number) && !number.startsWith(register.rppsPrefix);
}
