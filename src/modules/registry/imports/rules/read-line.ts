import { idNatMessages, parseIdNat } from '../../../nomenclatures/index.js';
import { type FileColumns, SEPARATOR } from '../../files/index.js';
import { isOneWord, wordsOf } from '../../rules/search-words.js';
import { birthDateOf } from './birth-date.js';
import { KEPT_FIELDS, type Kept, PLACE } from './kept-fields.js';
import { otherIdsOf } from './other-ids.js';
import { placeText } from './place-of.js';

/** A line as it is staged: whom it is about, the words to find the person by, the kept cells between bars. */
export interface StagedLine {
  readonly idNat: string;
  readonly words: string;
  readonly line: string;
  /** What it says of a structure, see `placeText`; '' when it names none. */
  readonly place: string;
}

/** Why a line is not taken, in words for the reject file. */
export interface RejectedLine {
  readonly reason: string;
  /** The numbers that it names all the same: what the file says of those people is not known. */
  readonly named: readonly string[];
}

export type LineReader = (text: string) => StagedLine | RejectedLine;

export interface ReaderTools {
  /** A phone number as E.164, undefined when it can receive no text message. */
  readonly mobile: (typed: string) => string | undefined;
}

/** No cell of a national file comes near it; beyond, a line is damaged. */
const LONGEST_CELL = 500;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

const NAMES: readonly Kept[] = ['name', 'givenName', 'birthName', 'givenNames'];

/**
 * Makes the reader of the lines of one file, from what its header says. A line is kept exactly, or rejected as a whole:
 * nothing is trimmed, quoted or replaced. In: what each cell of the header is, whether a bar stands after its last
 * one, what reads a phone number. Out: a function of a line without its end, which gives the staged line or the reason.
 */
export function lineReader({ kind, columns }: FileColumns, closed: boolean, tools: ReaderTools): LineReader {
  const count = closed ? columns.length - 1 : columns.length;
  // A line that lacks a cell and one that lacks the last bar look the same: all lines must be made alike.
  let width = closed ? count + 1 : undefined;
  const at = (field: Kept): number => (columns as readonly (Kept | undefined)[]).indexOf(field);
  const kept = KEPT_FIELDS[kind];
  const places = kept.map(at);
  const [idNat, idType, number] = [at('idNat'), at('idType'), at('number')];
  const names = kind === 'personne-activite' || kind === 'prosanteconnect' ? NAMES.map(at) : [];
  const words = rememberedWords();
  const place = placeReader(kept);
  return (text) => {
    const cells = text.split(SEPARATOR);
    width ??= cells.length === count + 1 && cells[count] === '' ? count + 1 : count;
    const damage = damageOf(text, cells, width, count);
    const id = cells[idNat] ?? '';
    const parts = `${cells[idType] ?? ''}${cells[number] ?? ''}`;
    const wrong = damage ?? identityProblem(id, parts);
    if (wrong) return { reason: wrong, named: [...new Set([id, parts])].filter(isIdNat) };
    const values = places.map((place) => cells[place] ?? '');
    const problem = kind === 'prosanteconnect' ? readCivil(id, values, kept, tools) : undefined;
    if (problem) return { reason: problem, named: [id] };
    const found = names.map((place) => words(cells[place] ?? '')).join(' ');
    return { idNat: id, words: found, line: values.join(SEPARATOR), place: place(values) };
  };
}

function placeReader(kept: readonly Kept[]): (values: readonly string[]) => string {
  const [first, sector] = [kept.indexOf(PLACE[0]), kept.indexOf('sector')];
  if (first < 0) return () => '';
  return (values) => placeText(values.slice(first, first + PLACE.length), values[sector] ?? '');
}

function damageOf(text: string, cells: readonly string[], width: number, count: number): string | undefined {
  if (CONTROL.test(text)) return 'caractère de contrôle';
  if (cells.length !== width || (cells[count] ?? '') !== '') {
    return `${cells.length - (width - count)} colonnes au lieu de ${count}`;
  }
  return text.length > LONGEST_CELL && cells.some((cell) => cell.length > LONGEST_CELL)
    ? `cellule de plus de ${LONGEST_CELL} caractères`
    : undefined;
}

function isIdNat(text: string): boolean {
  const read = parseIdNat(text);
  return read.ok && read.idNat.value === text;
}

function identityProblem(id: string, parts: string): string | undefined {
  if (parts !== id) return 'les trois colonnes d’identifiant se contredisent';
  const read = parseIdNat(id);
  if (!read.ok) return idNatMessages[read.problem];
  return read.idNat.value === id ? undefined : `identifiant à écrire ${read.idNat.value}`;
}

/** The enrichment of ADELI lines with contacts has no room for a prefix: ten characters, as in the records of 2021. */
const LONGEST_ADELI_MOBILE = 10;

function readCivil(
  id: string,
  values: string[],
  kept: readonly Kept[],
  tools: ReaderTools,
): string | undefined {
  const [date, mobile, e164, others] = [
    kept.indexOf('birthDate'),
    kept.indexOf('mobile'),
    kept.indexOf('mobileE164'),
    kept.indexOf('otherIds'),
  ];
  const birthDate = birthDateOf(values[date] ?? '');
  if (birthDate === undefined) return 'date de naissance impossible';
  const typed = values[mobile] ?? '';
  if (id.startsWith('0') && typed.length > LONGEST_ADELI_MOBILE) {
    return `téléphone de plus de ${LONGEST_ADELI_MOBILE} caractères pour un numéro ADELI`;
  }
  const otherIds = otherIdsOf(values[others] ?? '', id);
  if (otherIds === undefined) return 'autres identifiants illisibles';
  values[others] = otherIds;
  values[date] = birthDate;
  values[e164] = tools.mobile(typed) ?? '';
  return undefined;
}

/** The same long names come again and again: their words are worked out once, for the last few thousands. */
function rememberedWords(): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    if (name === '') return '';
    // To look it up among those met would take longer.
    if (isOneWord(name)) return name.toLowerCase();
    const held = known.get(name);
    if (held !== undefined) return held;
    if (known.size > 20_000) known.clear();
    const words = wordsOf(name).join(' ');
    // A cell is a slice of the block that was read: kept as it is, it would keep the whole block.
    known.set(Buffer.from(name).toString(), words);
    return words;
  };
}
