import { isAdeliPractice } from './adeli.js';
import { isFiness, looksLikeFiness } from './finess.js';
import { isRppsPractice } from './id-nat-kinds.js';
import { isSiren, isSiret } from './siren.js';
import { LONGEST_IDENTIFIER, withoutSpaces } from './tidy.js';

export type StructureIdKind = 'CAB_ADELI' | 'FINESS' | 'SIREN' | 'SIRET' | 'CAB_RPPS';
export type StructureIdProblem = 'empty' | 'wrong-prefix' | 'bad-length' | 'bad-key';

export type StructureIdResult =
  | { ok: true; structureId: { value: string; kind: StructureIdKind; number: string } }
  | { ok: false; problem: StructureIdProblem };

type Rule = {
  kind: StructureIdKind;
  looksRight: (text: string) => boolean;
  isRight: (text: string) => boolean;
};

/** The open kinds of TRE_G07 by their prefix. The digits are not those that announce a person (TRE_G08). */
const KINDS: Record<string, Rule> = {
  '0': { kind: 'CAB_ADELI', looksRight: isAdeliPractice, isRight: isAdeliPractice },
  '1': { kind: 'FINESS', looksRight: looksLikeFiness, isRight: isFiness },
  '2': { kind: 'SIREN', looksRight: (text) => /^[0-9]{9}$/.test(text), isRight: isSiren },
  '3': { kind: 'SIRET', looksRight: (text) => /^[0-9]{14}$/.test(text), isRight: isSiret },
  '4': { kind: 'CAB_RPPS', looksRight: (text) => /^[0-9]{13,14}$/.test(text), isRight: isRppsPractice },
};

/**
 * Reads the national identifier of a structure: one digit for its kind (TRE_G07), then the number.
 * In: what a person typed, spaces ignored. Out: kind and number, or the problem. Never throws.
 */
export function parseStructureId(text: string): StructureIdResult {
  const value = withoutSpaces(text).toUpperCase();
  if (value === '') return { ok: false, problem: 'empty' };
  const rule = Object.hasOwn(KINDS, value.charAt(0)) ? KINDS[value.charAt(0)] : undefined;
  if (!rule) return { ok: false, problem: 'wrong-prefix' };
  const number = value.slice(1);
  if (value.length > LONGEST_IDENTIFIER || !rule.looksRight(number))
    return { ok: false, problem: 'bad-length' };
  if (!rule.isRight(number)) return { ok: false, problem: 'bad-key' };
  return { ok: true, structureId: { value, kind: rule.kind, number } };
}

/**
 * Writes the national identifier of a structure.
 * In: its kind and number. Out: the text that `parseStructureId` reads back. Throws RangeError when invalid.
 */
export function formatStructureId(kind: StructureIdKind, number: string): string {
  const prefix = Object.keys(KINDS).find((key) => KINDS[key]?.kind === kind);
  const read = parseStructureId(`${prefix}${number}`);
  if (!read.ok) throw new RangeError(`no ${kind} identifier in this number: ${read.problem}`);
  return read.structureId.value;
}
