import { readdirSync, readFileSync } from 'node:fs';
import type { ProfessionRow } from './rules/competent-authorities.js';
import type { CodeRow } from './rules/validity.js';

/** What is known of a code list as a whole. `asOf` is the date (or month, or year) of the publication used. */
export type ListInfo = {
  list: string;
  name: string;
  title: string;
  oid: string | null;
  system: string | null;
  asOf: string;
  source: string;
};

export type LoadedList = { info: ListInfo; rows: CodeRow[]; byCode: Map<string, CodeRow[]> };

const DATA = new URL('./data/', import.meta.url);
const NAME = /^(TRE|JDV)_[A-Z][0-9]{2,3}$/;
const loaded = new Map<string, LoadedList>();
let names: string[] | undefined;
let professions: ProfessionRow[] | undefined;

/** The names of every list held, in alphabetical order, e.g. "TRE_R38". */
export function listNames(): string[] {
  names ??= readdirSync(new URL('lists/', DATA))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  return names;
}

/** A list by its name, read from its file once. Throws RangeError when no list has this name. */
export function loadList(list: string): LoadedList {
  const known = loaded.get(list);
  if (known) return known;
  if (!NAME.test(list) || !listNames().includes(list)) throw new RangeError(`no code list ${list}`);
  const { codes, ...info } = readJson<ListInfo & { codes: CodeRow[] }>(`lists/${list}.json`);
  const byCode = Map.groupBy(codes, (row) => row[0]);
  const value = { info, rows: codes, byCode };
  loaded.set(list, value);
  return value;
}

/** The professions of the register, in the order of their populations; read once. */
export function professionRows(): ProfessionRow[] {
  professions ??= readJson<ProfessionRow[]>('professions.json');
  return professions;
}

/** Reads a JSON file of the module's data folder. In: its path there. Out: its content, trusted as typed. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, DATA), 'utf8')) as T;
}

/** Reads a semicolon-separated file of the data folder. Out: its lines after the header. */
export function readLines(path: string): string[] {
  return readFileSync(new URL(path, DATA), 'utf8').trimEnd().split('\n').slice(1);
}
