import { label, profession } from '../../../nomenclatures/index.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BREAKS = /[|\x00-\x1f\x7f]/g;

/** A text as a cell: as it is held, without what would end the cell or the line (these files have no escapes). */
export function text(value: string | undefined): string {
  if (value === undefined) return '';
  // A regular expression that looks is several times faster than one that replaces.
  return value.search(BREAKS) < 0 ? value : value.replace(BREAKS, ' ');
}

/** A name: in capitals, as in all publications. */
export const name = (value: string): string => text(value).toUpperCase();

const PAIRS = new Map<string, Map<string, string>>();

/** Two cells, a code and its words in a list; two empty ones without a code. */
export function coded(list: string, code: string | undefined): string {
  if (code === undefined) return '|';
  let known = PAIRS.get(list);
  if (!known) {
    known = new Map();
    PAIRS.set(list, known);
  }
  let pair = known.get(code);
  if (pair === undefined) {
    pair = `${text(code)}|${text(label(list, code))}`;
    known.set(code, pair);
  }
  return pair;
}

const PROFESSIONS = new Map<string, string>();

/** Two cells, a profession and its words, which in these files are the same in training. */
export function professionCells(code: string): string {
  let pair = PROFESSIONS.get(code);
  if (pair === undefined) {
    pair = `${text(code)}|${text(profession(code)?.label)}`;
    PROFESSIONS.set(code, pair);
  }
  return pair;
}

/** Three cells that begin every line: kind of identifier, number, both. */
export const identifierCells = (idNat: string): string => `${idNat[0]}|${idNat.slice(1)}|${idNat}`;

/** Who says it when the registering body is not named: the publisher of the directory. */
const PUBLISHER = 'ANS';

/** The body that answers for the person, the exercise and the activity; the last is empty without an activity. */
export function authorityCell(authority: string, hasActivity: boolean): string {
  if (authority === PUBLISHER || authority === '') return '';
  const body = authority.startsWith('ARS-') ? 'ARS' : authority;
  return hasActivity ? `${body}/${body}/${body}` : `${body}/${body}/`;
}
