import { BLANK_LINE } from '../../../platform/files/damaged-lines.js';
import type { Structure } from '../../structures/index.js';
import { addressCell, type CorrespondenceRow, readCorrespondenceLine } from '../files/correspondence.js';
import { MAILBOX_TYPES } from '../mailbox.js';
import { readAddress } from '../rules/mail-address.js';

/** What a line of the national file says. */
export interface FileLine {
  readonly address: string;
  readonly type: string;
  readonly idNat: string;
  /** Technical id of the structure where its number tells it, else its national id; '' without structure. */
  readonly structure: string;
  readonly service: string;
  readonly dematerialisation: boolean;
  /** The structure as the file tells it, for one that is not known; where its number is FINESS or SIRET. */
  readonly place?: Structure;
}

const TYPES: ReadonlySet<string> = new Set(MAILBOX_TYPES);

/** Why a line is not taken. */
export interface RejectedLine {
  readonly reason: string;
  /** The mailbox that it names all the same; none where that cannot be read. */
  readonly named: readonly string[];
}

/** Reads a line. Out: what it says, or the reason why it is rejected. */
export function readFileLine(line: string): FileLine | RejectedLine {
  const read = said(line);
  if (!('reason' in read)) return read;
  const address = readAddress(addressCell(line));
  return { ...read, named: address === undefined ? [] : [address] };
}

function said(line: string): FileLine | { readonly reason: string } {
  if (line === '') return { reason: BLANK_LINE };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: COPY uses the first two, no text has the others.
  if (/[\x00-\x08\x0b-\x1f]/.test(line)) return { reason: 'caractères de contrôle' };
  const row = readCorrespondenceLine(line);
  if (!row) return { reason: 'nombre de colonnes' };
  const address = readAddress(row.address);
  if (address === undefined) return { reason: 'adresse illisible' };
  if (!TYPES.has(row.type)) return { reason: 'type de BAL inconnu' };
  const ofStructure = row.type === 'ORG' || row.type === 'APP';
  const idNat = row.idNat || (row.number === '' ? '' : `${row.idType}${row.number}`);
  const structure = structureOf(row);
  if (ofStructure && idNat !== '') return { reason: 'personne sur une BAL de structure' };
  if (ofStructure && structure === '') return { reason: 'structure manquante' };
  if (idNat === '' && structure === '') return { reason: 'titulaire manquant' };
  const { type, service } = row;
  const place = placeOf(row, structure);
  const dematerialisation = row.dematerialisation.toUpperCase() === 'O';
  return { address, type, idNat, structure, service, dematerialisation, ...(place && { place }) };
}

function structureOf({ structure }: CorrespondenceRow): string {
  if (/^1[0-9AB]{9}$/i.test(structure)) return `F${structure.slice(1)}`;
  return /^3\d{14}$/.test(structure) ? `C${structure.slice(1)}` : structure;
}

function placeOf(row: CorrespondenceRow, id: string): Structure | undefined {
  const isFiness = /^F/.test(id) && row.structure.startsWith('1');
  if (!isFiness && !(id.startsWith('C') && row.structure.startsWith('3'))) return undefined;
  const { recipient, geographicPoint, streetNumber, repetition, streetType, street, mention } = row;
  const { postcode, departement, brand } = row;
  const cedexOffice = row.routing.replace(/^\d{5} /, '');
  const address = {
    ...{ recipient, geographicPoint, streetNumber, repetition, streetType, street, mention, cedexOffice },
    ...{ postcode, departement, country: row.country === 'France' ? '99000' : '' },
  };
  const present = Object.fromEntries(Object.entries(address).filter(([, value]) => value !== ''));
  return {
    id,
    nationalId: row.structure,
    ...(isFiness ? { finess: id.slice(1) } : { siret: id.slice(1), siren: id.slice(1, 10) }),
    name: row.structureName,
    ...(brand && { brand }),
    ...(Object.keys(present).length > 0 && { address: present }),
  };
}
