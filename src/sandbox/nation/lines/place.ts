import type { Address, Structure } from '../../../modules/structures/index.js';
import { capitals, coded } from './cells.js';

/** The cells of a structure in one file, from its SIRET number to its national identifier. */
export type PlaceCells = (structure: Structure) => string;

/** The same, told once for an establishment: many people work in it, and it is one and the same (`Establishments.site`). */
function toldOnce(write: PlaceCells): PlaceCells {
  const told = new WeakMap<Structure, string>();
  return (structure) => {
    if (structure.finess === undefined) return write(structure);
    let cells = told.get(structure);
    if (cells === undefined) {
      // Kept as one text: a sum of texts keeps every part of it in memory.
      cells = Buffer.from(write(structure)).toString();
      told.set(structure, cells);
    }
    return cells;
  };
}

/** With labels, as in the open file: 28 cells. */
export const openPlace: PlaceCells = toldOnce((structure) => {
  const address = structure.address ?? {};
  return `${numbers(structure)}|${street(address)}|${coded('TRE_R35', address.streetType)}|${town(address)}|${address.commune ?? ''}|${address.communeName ?? ''}|${country(address, 'France')}|${contacts(structure)}|||${structure.nationalId ?? ''}`;
});

/** Codes alone, as in the restricted extraction: 24 cells. */
export const restrictedPlace: PlaceCells = toldOnce((structure) => {
  const address = structure.address ?? {};
  return `${numbers(structure)}|${street(address)}|${address.streetType ?? ''}|${town(address)}|${address.commune ?? ''}|${country(address)}|${contacts(structure)}||${structure.nationalId ?? ''}`;
});

/** No structure. */
export const NO_OPEN_PLACE = '|'.repeat(27);
export const NO_RESTRICTED_PLACE = '|'.repeat(23);

function numbers(structure: Structure): string {
  const { siret = '', siren = '', finess = '', finessLegalEntity = '', id, name, brand = '' } = structure;
  return `${siret}|${siren}|${finess}|${finessLegalEntity}|${id}|${capitals(name)}|${capitals(brand)}`;
}

function street({
  recipient = '',
  geographicPoint = '',
  streetNumber = '',
  repetition = '',
}: Address): string {
  return `${recipient}|${geographicPoint}|${streetNumber}|${repetition}`;
}

/** Street name, mention, office (« CP + town », as the files have it) and postcode. */
function town({ street = '', mention = '', cedexOffice, postcode = '' }: Address): string {
  const office = cedexOffice === undefined ? '' : `${postcode} ${capitals(cedexOffice)}`;
  return `${capitals(street)}|${mention}|${office}|${postcode}`;
}

function country({ country }: Address, name?: string): string {
  if (name === undefined) return country ?? '';
  return country === undefined ? '|' : `${country}|${name}`;
}

function contacts({ phone = '', phone2 = '', fax = '', mail = '' }: Structure): string {
  return `${phone}|${phone2}|${fax}|${mail}`;
}
