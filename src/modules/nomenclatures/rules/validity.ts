/**
 * One code as the files hold it: code, label, short label, first day, first day it is no longer valid, category,
 * and "ended" for a code that has ended on a day nobody published. Days are YYYY-MM-DD.
 */
export type CodeRow = [
  code: string,
  label: string,
  short: string | null,
  validFrom: string | null,
  validTo: string | null,
  category: string | null,
  ended?: 'ended',
];

/**
 * Says whether a code may be used on a day. Codes are never deleted, they end.
 * In: the code, the day (YYYY-MM-DD), or none for "still open, as far as the list knows". Out: true or false; a
 * code whose end is known without its day is open on no day.
 */
export function isOpen(row: CodeRow, on?: string): boolean {
  const [, , , validFrom, validTo, , ended] = row;
  if (ended) return false;
  if (on === undefined) return validTo === null;
  return (validFrom === null || validFrom <= on) && (validTo === null || on < validTo);
}

/**
 * Chooses the wording of a code for a day among its successive ones.
 * In: the rows of one code. Out: the one open on that day, else the last; nothing for no row.
 */
export function wordingOn(rows: CodeRow[], on?: string): CodeRow | undefined {
  return rows.find((row) => isOpen(row, on)) ?? rows.at(-1);
}
