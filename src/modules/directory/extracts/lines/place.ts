import { commune as communeOf, departement as departementOf } from '../../../nomenclatures/index.js';
import type { Address, Structure } from '../../../structures/index.js';
import { coded, text } from './cells.js';

/** The cells of a structure with labels, as in the open file: 28, from the SIRET number to the national identifier. */
export function openPlace(structure: Structure | undefined): string {
  if (!structure) return NO_OPEN_PLACE;
  const address = structure.address ?? {};
  const where = `${street(address)}|${coded('TRE_R35', address.streetType)}|${town(address)}|${communeCells(address)}|${country(address.country)}`;
  // The SIRET of a practice is often that of the person.
  const siret = structure.id.startsWith('R') ? undefined : structure.siret;
  return `${numbers(structure, siret)}|${where}|${contacts(structure)}|${departement(address)}|${text(structure.nationalId)}`;
}

/** Codes alone, as in the restricted extraction: 24 cells. */
export function restrictedPlace(structure: Structure | undefined): string {
  if (!structure) return NO_RESTRICTED_PLACE;
  const address = structure.address ?? {};
  const where = `${street(address)}|${text(address.streetType)}|${town(address)}|${text(address.commune)}|${text(address.country)}`;
  return `${numbers(structure, structure.siret)}|${where}|${contacts(structure)}|${text(address.departement)}|${text(structure.nationalId)}`;
}

const NO_OPEN_PLACE = '|'.repeat(27);
const NO_RESTRICTED_PLACE = '|'.repeat(23);

function numbers(
  { siren, finess, finessLegalEntity, id, name, brand }: Structure,
  siret: string | undefined,
): string {
  return `${text(siret)}|${text(siren)}|${text(finess)}|${text(finessLegalEntity)}|${text(id)}|${text(name)}|${text(brand)}`;
}

const street = ({ recipient, geographicPoint, streetNumber, repetition }: Address): string =>
  `${text(recipient)}|${text(geographicPoint)}|${text(streetNumber)}|${text(repetition)}`;

function town({ street, mention, cedexOffice, postcode }: Address): string {
  return `${text(street)}|${text(mention)}|${office(text(cedexOffice), text(postcode))}|${text(postcode)}`;
}

/** « Bureau cedex » holds postcode and office in the files; an address that has the office alone gets its postcode. */
function office(cedexOffice: string, postcode: string): string {
  if (cedexOffice === '' || postcode === '' || /^\d{5} /.test(cedexOffice)) return cedexOffice;
  return `${postcode} ${cedexOffice}`;
}

const contacts = ({ phone, phone2, fax, mail }: Structure): string =>
  `${text(phone)}|${text(phone2)}|${text(fax)}|${text(mail)}`;

/** Some sources give the code alone. */
const communeCells = ({ commune, communeName }: Address): string =>
  `${text(commune)}|${text(communeName ?? (commune && communeOf(commune)?.name))}`;

const FRANCE = '99000';

/** France has a code of its own in the files, which the list of countries does not have. */
const country = (code: string | undefined): string =>
  code === FRANCE ? `${FRANCE}|France` : coded('TRE_R20', code);

const departement = ({ departement: code }: Address): string =>
  code === undefined ? '|' : `${text(code)}|${text(departementOf(code)?.name)}`;
