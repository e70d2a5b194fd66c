import { type FieldOf, type FileKind, NATIONAL_FILES } from './national-file.js';

/** What a header says: the file, and for each of its cells the field, nothing for a column that we do not know. */
export type FileColumns = {
  readonly [K in FileKind]: { readonly kind: K; readonly columns: readonly (FieldOf<K> | undefined)[] };
}[FileKind];

/** Why a line is not the header of a national file; `columns` names those that are missing or repeated. */
export interface HeaderProblem {
  readonly problem: 'no-header' | 'missing-columns' | 'repeated-columns';
  readonly columns: readonly string[];
}

const KINDS = Object.keys(NATIONAL_FILES) as FileKind[];

/**
 * Recognises a header by the names of its columns, whatever their order and number: columns were added at the end
 * over the years, and their spelling varies (case, accents, apostrophes, « d' », « coord. »).
 * In: the cells of the first line, the empty one after the last separator included. Out: the kind of file and the
 * field of each cell, in the order of the cells, or the problem.
 */
export function columnsOf(header: readonly string[]): FileColumns | HeaderProblem {
  const keys = header.map(columnKey);
  const repeated = header.filter((_, i) => keys[i] !== '' && keys.indexOf(keys[i] ?? '') !== i);
  const kind = KINDS.find((one) => keys.includes(markOf(one)));
  if (!kind) return { problem: 'no-header', columns: [] };
  if (repeated.length > 0) return { problem: 'repeated-columns', columns: repeated };
  const { columns, required } = NATIONAL_FILES[kind];
  const missing = neededOf(kind, columns, required).filter(([name]) => !keys.includes(columnKey(name)));
  if (missing.length > 0) return { problem: 'missing-columns', columns: missing.map(([name]) => name) };
  const fields = new Map<string, string>(columns.map(([name, field]) => [columnKey(name), field]));
  return { kind, columns: keys.map((key) => fields.get(key)) } as FileColumns;
}

type Columns = readonly (readonly [string, string])[];

function neededOf(kind: FileKind, columns: Columns, required: number): Columns {
  // Départements are a column of no use (empty on every line in 2026): a file without it is read all the same.
  return columns
    .slice(0, required)
    .filter(([, field]) => !(kind === 'personne-activite' && field.startsWith('departement')));
}

function markOf(kind: FileKind): string {
  const { columns, mark } = NATIONAL_FILES[kind];
  return columnKey(columns.find(([, field]) => field === mark)?.[0] ?? '');
}

const SMALL_WORDS = new Set(['d', 'de', 'du', 'des', 'l', 'la', 'le', 'coord']);

/** The letters of a header that do not vary from one publication to another. */
function columnKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !SMALL_WORDS.has(word))
    .join(' ');
}
