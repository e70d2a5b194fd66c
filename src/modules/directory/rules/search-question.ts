import { parseIdNat } from '../../nomenclatures/index.js';
import { fold, words } from './fold.js';
import { type ResolvedPlace, resolvePlace } from './resolve-place.js';
import { nameTerm, practiceTerm, professionTerm } from './search-terms.js';

/** What a person typed in the search form. */
export interface Asked {
  readonly q?: string | undefined;
  /** Code of a profession. */
  readonly profession?: string | undefined;
  readonly place?: string | undefined;
}

/** What is looked for: one identifier, or terms (all of them, in the notation of tsquery). */
export type Question =
  | { readonly kind: 'number'; readonly idNat: string }
  | {
      readonly kind: 'terms';
      readonly tsquery: string;
      /** Folded text typed, whose beginners come first in the list; "" without a name. */
      readonly beginning: string;
      readonly place?: ResolvedPlace;
    }
  | { readonly kind: 'nothing'; readonly why: 'nothing-asked' | 'bad-number' | 'unknown-place' };

const MOST_WORDS = 8;

/** Reads what was typed. A whole number is looked for as such, whatever else was asked. Never throws. */
export function searchQuestion({ q = '', profession = '', place = '' }: Asked): Question {
  const number = asNumber(q);
  if (number) return number;
  const names = words(q).slice(0, MOST_WORDS);
  const where = place.trim() === '' ? undefined : resolvePlace(place);
  if (place.trim() !== '' && !where) return { kind: 'nothing', why: 'unknown-place' };
  const code = fold(profession).replaceAll(' ', '');
  const conditions = [...names.map((word) => `'${nameTerm(word)}':*`), practice(code, where)].filter(Boolean);
  if (conditions.length === 0) return { kind: 'nothing', why: 'nothing-asked' };
  const tsquery = conditions.join(' & ');
  return { kind: 'terms', tsquery, beginning: names.join(' '), ...(where && { place: where }) };
}

function asNumber(q: string): Question | undefined {
  if (!/\d{3}/.test(q) || /[a-z]{3}/i.test(q.replace(/\/.*$/, ''))) return undefined;
  const read = parseIdNat(q);
  if (read.ok) return { kind: 'number', idNat: read.idNat.value };
  const { suggestion } = read;
  return suggestion === undefined
    ? { kind: 'nothing', why: 'bad-number' }
    : { kind: 'number', idNat: suggestion };
}

function practice(code: string, place: ResolvedPlace | undefined): string {
  const terms = place
    ? place.terms.map((term) => (code === '' ? term : practiceTerm(professionTerm(code), term)))
    : code === ''
      ? []
      : [professionTerm(code)];
  return terms.length === 0 ? '' : `(${terms.map((term) => `'${term}'`).join(' | ')})`;
}
