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

type Field = (typeof PLACE)[number];

/** Where the cell of a field stands in such a text, whose first cell is the id. */
const at = (field: Field): number => PLACE.indexOf(field) + 1;

const [NATIONAL_ID, NAME, BRAND] = [at('structureNationalId'), at('structureName'), at('brand')];
const SECTOR = PLACE.length + 1;
const TOLD_AT = TELLS.map((field) => [field, at(field)] as const);
const ADDRESS_AT = ADDRESS.map((field) => [field, at(field)] as const);

/** The structure that such a text describes; `borne`: whether its national identifier is its own. */
export function placeOf(text: string, borne: boolean): Structure {
  const cells = text.split('|');
  const [nationalId, sector, address] = [cells[NATIONAL_ID], cells[SECTOR], said(cells, ADDRESS_AT)];
  return {
    id: cells[0] ?? '',
    ...(borne && nationalId && { nationalId }),
    name: cells[NAME] || cells[BRAND] || '',
    ...said(cells, TOLD_AT),
    ...(sector && { sector }),
    ...(address && { address }),
  };
}

/** The cells that tell something, by their names; undefined when none does. */
function said(
  cells: readonly string[],
  fields: readonly (readonly [Field, number])[],
): Record<string, string> | undefined {
  let found: Record<string, string> | undefined;
  for (const [field, place] of fields) {
    const cell = cells[place];
    if (!cell) continue;
    found ??= {};
    found[field] = cell;
  }
  return found;
}
