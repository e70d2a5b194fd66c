import { type CodeRow, isOpen, wordingOn } from '../rules/validity.js';
import { type ListInfo, listNames, loadList } from '../store.js';

/** A code with its wording. `validTo` is the first day on which it is no longer valid. */
export type Code = {
  code: string;
  label: string;
  short: string | null;
  category: string | null;
  validFrom: string | null;
  validTo: string | null;
};

/** The names of every code list held. */
export function lists(): string[] {
  return [...listNames()];
}

/** What is known of a list as a whole (OID, FHIR system, date). Throws RangeError when no list has this name. */
export function listInfo(list: string): ListInfo {
  return loadList(list).info;
}

/**
 * A code of a list, also one that has ended: what was written with it must stay readable.
 * In: the list, the code, the day (YYYY-MM-DD) whose wording is wanted. Out: the code, nothing when unknown.
 */
export function code(list: string, value: string, on?: string): Code | undefined {
  const row = wordingOn(loadList(list).byCode.get(value) ?? [], on);
  return row && toCode(row);
}

/** The label of a code, as `code` finds it; nothing when the list does not know the code. */
export function label(list: string, value: string, on?: string): string | undefined {
  return code(list, value, on)?.label;
}

/** The codes that may be used on a day (YYYY-MM-DD; without it, those that have no end), in the list's order. */
export function codes(list: string, on?: string): Code[] {
  return loadList(list)
    .rows.filter((row) => isOpen(row, on))
    .map(toCode);
}

/** Says whether a code may be used on a day (YYYY-MM-DD; without it, whether it has no end). */
export function isValid(list: string, value: string, on?: string): boolean {
  return (loadList(list).byCode.get(value) ?? []).some((row) => isOpen(row, on));
}

function toCode([code, label, short, validFrom, validTo, category]: CodeRow): Code {
  return { code, label, short, category, validFrom, validTo };
}
