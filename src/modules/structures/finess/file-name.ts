import { publishedName } from '../../../platform/files/saved-name.js';

/** The open files of FINESS: establishments as CSV, legal entities and their establishments as JSON (FINESS+). */
export type FinessKind = 'csv' | 'json';

/** A name of file read: the kind, and the time of publication as AAAAMMJJhhmm, which sorts as text. */
export interface NamedFiness {
  readonly kind: FinessKind;
  readonly publishedAt?: string;
}

const NAMES: readonly (readonly [FinessKind, RegExp])[] = [
  ['csv', /^etalab[-_]cs1100507[-_a-z0-9]*?(?:(\d{8})(?:[-_]?(\d{4}))?)?(?:\.(?:csv|txt|zip|gz))*$/i],
  ['json', /^finess[-_]structures[-_a-z0-9]*?(?:(\d{8})(?:[-_]?(\d{4}))?)?(?:\.(?:json|zip|gz))*$/i],
];

/** The names under which a publication is written. In: the kind, the time, of which the UTC minute is written. */
export function finessFileName(kind: FinessKind, date: Date): string {
  const digits = date.toISOString().replace(/\D/g, '');
  const stamp = `${digits.slice(0, 8)}-${digits.slice(8, 12)}`;
  return kind === 'csv' ? `etalab-cs1100507-stock-${stamp}.csv` : `finess-structures-${stamp}.json`;
}

/** Reads a name; the date may lack, the JSON then tells it. Undefined for any other name. */
export function parseFinessName(name: string): NamedFiness | undefined {
  const published = publishedName(name);
  for (const [kind, shape] of NAMES) {
    const [matched, day, time = '0000'] = shape.exec(published) ?? [];
    if (matched !== undefined) return { kind, ...(day !== undefined && { publishedAt: `${day}${time}` }) };
  }
  return undefined;
}
