import { isAdeli } from '../../nomenclatures/index.js';
import type { Correspondence } from '../member-record.js';
import { isMail } from './check-record.js';
import { parseMobile } from './phone.js';

/** The only header of a file of contacts. */
export const CONTACT_HEADER = 'NUMERO_ADELI;MAIL;MOBILE';

/** The store that enriches ADELI keeps ten characters of a mobile: one with its international prefix does not fit. */
const MOBILE_LENGTH = 10;

export interface ContactLine {
  readonly idNat: string;
  readonly contacts: Pick<Correspondence, 'mail' | 'mobile'>;
}

export interface RejectedLine {
  /** 1 is the header. */
  readonly line: number;
  readonly reason: string;
}

export interface ContactFileRead {
  readonly lines: number;
  readonly taken: readonly ContactLine[];
  readonly rejected: readonly RejectedLine[];
}

/**
 * Reads a file of contacts: a header, then ADELI number, mail and mobile between semicolons, UTF-8, any line end. In:
 * the text, the authority that delivers it. Out: the lines taken and those rejected, each with its reason; undefined
 * when the header is not the one expected or nothing follows it.
 */
export function readContactFile(text: string, authority: string): ContactFileRead | undefined {
  const [header = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  const numbered = lines.map((line, i) => ({ line: i + 2, text: line })).filter((one) => one.text !== '');
  if (header.toUpperCase() !== CONTACT_HEADER || numbered.length === 0) return undefined;
  const seen = new Set<string>();
  const [taken, rejected]: [ContactLine[], RejectedLine[]] = [[], []];
  for (const one of numbered) {
    const read = readLine(one.text, authority);
    if (typeof read === 'string') rejected.push({ line: one.line, reason: read });
    else if (seen.has(read.idNat))
      rejected.push({ line: one.line, reason: 'numéro déjà vu dans ce fichier' });
    else taken.push(read);
    if (typeof read !== 'string') seen.add(read.idNat);
  }
  return { lines: numbered.length, taken, rejected };
}

function readLine(text: string, authority: string): ContactLine | string {
  const cells = text.split(';').map((cell) => cell.trim());
  if (cells.length !== 3) return `${cells.length} colonnes au lieu de 3`;
  const [number = '', mail = '', typed = ''] = cells;
  if (!isAdeli(number)) return 'numéro ADELI illisible';
  if (mail === '' && typed === '') return 'ni mail ni mobile';
  if (mail !== '' && !isMail(mail)) return 'adresse mail illisible';
  if (typed.length > MOBILE_LENGTH)
    return `mobile de ${typed.length} caractères : ADELI n’en garde que ${MOBILE_LENGTH}`;
  const mobile = typed === '' ? undefined : parseMobile(typed, authority);
  if (typed !== '' && (typed.length < MOBILE_LENGTH || !mobile)) return 'mobile illisible';
  return { idNat: `0${number}`, contacts: { ...(mail && { mail }), ...(mobile && { mobile }) } };
}
