import { idNatMessages, parseIdNat } from '../../modules/nomenclatures/index.js';

/** Numbers that one list may hold. */
export const LONGEST_LIST = 100;

/** A list of numbers as pasted: those that can be read, once each, and the lines that cannot. */
export interface NumberList {
  readonly idNats: readonly string[];
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

/** Reads one number per line, RPPS numbers with or without their 8; empty lines count for nothing. */
export function readList(text: string): NumberList {
  const idNats = new Set<string>();
  const faults: { line: number; message: string }[] = [];
  for (const [i, typed] of text.split(/\r\n|\n|\r/).entries()) {
    if (typed.trim() === '') continue;
    const read = parseIdNat(typed.trim());
    const idNat = read.ok ? read.idNat.value : read.suggestion;
    if (idNat) idNats.add(idNat);
    else faults.push({ line: i + 1, message: read.ok ? '' : idNatMessages[read.problem] });
  }
  return { idNats: [...idNats], faults };
}
