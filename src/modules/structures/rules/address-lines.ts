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
  return [
    ...[[address.recipient], [address.geographicPoint], street, [address.mention]].map(line),
    ...townLines(address),
  ].filter((text) => text !== '');
}

/** The last lines of an address: the town, and abroad the country. */
export function townLines(address: Address): string[] {
  const { postcode, country } = address;
  const name = address.communeName ?? (address.commune && commune(address.commune)?.name);
  const office = address.cedexOffice ?? name;
  const told = office !== undefined && (POSTCODE_FIRST.test(office) || office.startsWith(`${postcode} `));
  const abroad = country === undefined || FRANCE.has(country) ? undefined : countryName(country);
  return [line(told ? [office] : [postcode, office]), line([abroad])].filter((text) => text !== '');
}

const line = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');
