import { commune, label } from '../../nomenclatures/index.js';
import type { Address } from '../structure.js';

/** « Bureau cedex » in the national files: postcode and office in one. */
const POSTCODE_FIRST = /^\d{5} /;

const FRANCE = new Set(['99000', '99100', 'FR', 'FRA']);

const countryName = (code: string): string => label('TRE_R20', code) ?? code;

/** An address as the lines of an envelope; an absent part leaves no trace. */
export function addressLines(address: Address): string[] {
  const streetType = address.streetType && (label('TRE_R35', address.streetType) ?? address.streetType);
  const street = [address.streetNumber, address.repetition, streetType, address.street];
  const name = address.communeName ?? (address.commune && commune(address.commune)?.name);
  const office = address.cedexOffice ?? name;
  const town = office && POSTCODE_FIRST.test(office) ? [office] : [address.postcode, office];
  const country =
    address.country === undefined || FRANCE.has(address.country) ? [] : [countryName(address.country)];
  return [[address.recipient], [address.geographicPoint], street, [address.mention], town, country]
    .map((parts) => parts.filter(Boolean).join(' '))
    .filter((line) => line !== '');
}
