import { ownOrigin, parseIdNat } from '../../../nomenclatures/index.js';

/**
 * Reads the cell «Autres identifiants» of the restricted extraction: `number,ORIGIN,quality` between semicolons, each
 * number with its prefix or without. In: the cell, the number that the line is about. Out: the other numbers as
 * national identifiers, in order, each once, between semicolons; undefined when one of them cannot be read.
 */
export function otherIdsOf(cell: string, own: string): string | undefined {
  const ids = cell
    .split(';')
    .filter((part) => part !== '')
    .map(idOf);
  if (ids.includes(undefined)) return undefined;
  return [...new Set(ids)]
    .filter((id) => id !== own)
    .sort()
    .join(';');
}

function idOf(part: string): string | undefined {
  const [number = '', origin, quality, ...more] = part.split(',');
  if (quality === undefined || more.length > 0) return undefined;
  if (ownOrigin(number) === 'PSI') return number;
  // Nine digits of ADELI may read as something else: its origin tells.
  const read = parseIdNat(origin === 'ADELI' && number.length === 9 ? `0${number}` : number);
  const id = read.ok ? read.idNat.value : read.suggestion;
  return id !== undefined && parseIdNat(id).ok ? id : undefined;
}
