import type { Structure } from '../../../structures/index.js';
import { PLACE } from './kept-fields.js';

const [STRUCTURE, SIRET, FINESS] = (['structure', 'siret', 'finess'] as const).map((field) =>
  PLACE.indexOf(field),
);

const TELLS = [
  'finess',
  'finessLegalEntity',
  'siret',
  'siren',
  'brand',
  'phone',
  'phone2',
  'fax',
  'mail',
] as const;

const ADDRESS = [
  'recipient',
  'geographicPoint',
  'streetNumber',
  'repetition',
  'streetType',
  'street',
  'mention',
  'cedexOffice',
  'postcode',
  'commune',
  'communeName',
  'country',
  'departement',
] as const;

/**
 * What a line says of a structure, as it is staged: its id, the cells of the place, the sector, between bars; '' when it
 * names none. In: the cells of the place in the order of `PLACE`, the sector.
 */
export function placeText(cells: readonly string[], sector: string): string {
  const [finess, siret] = [cells[FINESS ?? -1], cells[SIRET ?? -1]];
  const id = cells[STRUCTURE ?? -1] || (finess && `F${finess}`) || (siret && `C${siret}`);
  return id ? `${id}|${cells.join('|')}|${sector}` : '';
}

/** The structure that such a text describes; `borne`: whether its national identifier is its own. */
export function placeOf(text: string, borne: boolean): Structure {
  const [id = '', ...cells] = text.split('|');
  const of = (field: (typeof PLACE)[number]): string => cells[PLACE.indexOf(field)] ?? '';
  const some = (fields: readonly (typeof PLACE)[number][]) =>
    Object.fromEntries(fields.flatMap((field) => (of(field) === '' ? [] : [[field, of(field)]])));
  const [sector, address] = [cells[PLACE.length] ?? '', some(ADDRESS)];
  return {
    id,
    ...(borne && of('structureNationalId') && { nationalId: of('structureNationalId') }),
    name: of('structureName') || of('brand'),
    ...some(TELLS),
    ...(sector && { sector }),
    ...(Object.keys(address).length > 0 && { address }),
  };
}
