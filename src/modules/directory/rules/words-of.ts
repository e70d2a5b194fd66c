import { label, profession, savoirFaireList } from '../../nomenclatures/index.js';
import type { Coded } from '../public-person.js';

/** A code with the words of the list; the code itself stands in for words that the list does not have. */
export function coded(list: string | undefined, code: string): Coded {
  return { code, label: (list && label(list, code)) ?? code };
}

/** Same for a value that may be absent: an empty object, or the value under `name`, ready to be spread. */
export function optional<K extends string>(name: K, list: string, code: string | undefined) {
  return (code === undefined ? {} : { [name]: coded(list, code) }) as { [P in K]?: Coded };
}

/** The profession's words, which differ for students of the same code. */
export function professionWords(code: string, category: string): Coded {
  const known = profession(code, category) ?? profession(code);
  return { code, label: known?.label ?? code };
}

/** The savoir-faire's words, in the list that its type names. */
export const skillWords = (type: string, code: string): Coded => coded(savoirFaireList(type), code);

/** State diplomas have a list of their own; all others share one. */
export function diplomaWords(code: string): Coded {
  return { code, label: label('TRE_R48', code) ?? label('JDV_J183', code) ?? code };
}

/** The authority's words: `CNOM`, `ARS-11`, … */
export const guarantorWords = (authority: string): Coded => coded('TRE_R60', authority);
