import { commune, departementOfCommune } from '../../nomenclatures/index.js';
import type { Address } from '../../structures/index.js';
import { remembered } from './remembered.js';

export const communeTerm = (insee: string): string => `c_${insee.toLowerCase()}`;
export const postcodeTerm = (postcode: string): string => `z_${postcode}`;
export const departementTerm = (code: string): string => `d_${code.toLowerCase()}`;

const communeOf = remembered((insee: string) => commune(insee));

/**
 * The terms of a place: its commune (and the town that an arrondissement belongs to), its postcodes, its département.
 * In: an address of a structure. Out: terms, none for an address that says nothing of the place.
 */
export function placeTerms(address: Address): string[] {
  const known = address.commune === undefined ? undefined : communeOf(address.commune);
  const departement = address.departement ?? (address.commune && departementOfCommune(address.commune));
  const postcodes = address.postcode === undefined ? (known?.postcodes ?? []) : [address.postcode];
  return [
    ...(address.commune === undefined ? [] : [communeTerm(address.commune)]),
    ...(known?.partOf ? [communeTerm(known.partOf)] : []),
    ...postcodes.map(postcodeTerm),
    ...(departement ? [departementTerm(departement)] : []),
  ];
}
