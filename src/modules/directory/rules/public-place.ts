import { label } from '../../nomenclatures/index.js';
import type { Address, Structure } from '../../structures/index.js';
import type { PublicPlace } from '../public-person.js';

const PUBLIC_FIELDS = [
  'brand',
  'finess',
  'finessLegalEntity',
  'siren',
  'phone',
  'phone2',
  'fax',
  'mail',
] as const;

/**
 * The public coordinates of a structure. A SIRET is shown only for an employer that FINESS does not know: for a
 * practice it is rarely known and often that of the person.
 */
export function publicPlace(structure: Structure): PublicPlace {
  const shown: Partial<Record<(typeof PUBLIC_FIELDS)[number] | 'siret', string>> = {};
  for (const field of PUBLIC_FIELDS) {
    const value = structure[field];
    if (value !== undefined) shown[field] = value;
  }
  if (structure.siret !== undefined && structure.finess === undefined && structure.id.startsWith('C')) {
    shown.siret = structure.siret;
  }
  return {
    id: structure.id,
    name: structure.name,
    ...shown,
    address: structure.address ? addressLines(structure.address) : [],
  };
}

/** An address as the lines of an envelope; an absent part leaves no trace. */
export function addressLines(address: Address): string[] {
  const streetType = address.streetType && (label('TRE_R35', address.streetType) ?? address.streetType);
  const street = [address.streetNumber, address.repetition, streetType, address.street];
  const town = [address.postcode, address.cedexOffice ?? address.communeName];
  const country =
    address.country === undefined || FRANCE.has(address.country) ? [] : [countryName(address.country)];
  return [[address.recipient], [address.geographicPoint], street, [address.mention], town, country]
    .map((parts) => parts.filter(Boolean).join(' '))
    .filter((line) => line !== '');
}

const FRANCE = new Set(['99000', '99100', 'FR', 'FRA']);

const countryName = (code: string): string => label('TRE_R20', code) ?? code;
