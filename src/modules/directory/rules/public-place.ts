import { addressLines, type Structure, townLines } from '../../structures/index.js';
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
  const { id, name, address = {} } = structure;
  const town = townLines(address).join(', ');
  return {
    ...{ id, name },
    ...shown,
    address: addressLines(address),
    ...(town !== '' && { town }),
  };
}
