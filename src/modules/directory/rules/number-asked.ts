import { communesByPostcode, departement, parseIdNat } from '../../nomenclatures/index.js';

/** A number that was typed: of a person, of a structure, or of either when its shape does not tell. */
export interface NumberAsked {
  readonly typed: string;
  readonly idNat?: string;
  /** As structures write it in their terms. */
  readonly structure?: string;
}

/**
 * Reads a whole number: RPPS (11 digits, 12 with its prefix), ADELI or FINESS or SIREN (9), SIRET (14), practice, or
 * national identifier of a structure (9 and 14 with a prefix). `bad` for digits that no register has; undefined for a
 * text that is no number, a postcode or a département.
 */
export function numberAsked(q: string): NumberAsked | 'bad' | undefined {
  if (q.length > 100 || !/\d{3}/.test(q) || /[a-z]{3}/i.test(q.replace(/\/.*$/, ''))) return undefined;
  const typed = q.replace(/[\s.]/g, '');
  if (isPlace(typed)) return undefined;
  const read = parseIdNat(q);
  const idNat = read.ok ? read.idNat.value : read.suggestion;
  const structure = STRUCTURE.test(typed) ? typed.toLowerCase() : undefined;
  if (idNat === undefined && structure === undefined)
    return /[a-z]/i.test(typed.slice(2)) ? undefined : 'bad';
  return { typed, ...(idNat !== undefined && { idNat }), ...(structure !== undefined && { structure }) };
}

// FINESS and SIREN, SIRET and practices, each alone or with the digit that national identifiers of structures begin by;
// or a technical id.
const STRUCTURE = /^(\d?\d[\dab]\d{7}|\d{14,15}|[fcr][\dab]{9,17})$/i;

function isPlace(text: string): boolean {
  if (/^\d{5}$/.test(text)) return communesByPostcode(text).length > 0;
  return departement(text.toUpperCase()) !== undefined;
}
