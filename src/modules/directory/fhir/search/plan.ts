import type { RawBuilder } from 'kysely';

/** What one criterion asks of a line before its resources are built and compared. */
export type Need =
  /** Terms of which one is there, in the notation of tsquery; `rare` when few lines have them as a rule. */
  | { readonly terms: readonly string[]; readonly rare?: boolean }
  | { readonly keys: readonly string[] }
  | { readonly where: RawBuilder<unknown> }
  /** Nothing that an index knows. */
  | 'any'
  /** No line can do. */
  | 'none';

/** Which lines may hold what is asked: all of these conditions together. */
export interface Plan {
  readonly none: boolean;
  readonly tsquery: string;
  /** The part of `tsquery` that few lines meet, as far as one can tell; "" where one cannot. */
  readonly rare: string;
  readonly keys: readonly string[] | undefined;
  readonly where: readonly RawBuilder<unknown>[];
}

/** A term that begins with what was typed, or is it. In: a whole term. */
export const beginning = (term: string): string | undefined => literal(term, ':*');
export const exactly = (term: string): string | undefined => literal(term, '');

// Quotes and backslashes have a meaning in a tsquery; no term holds one.
const literal = (term: string, suffix: string): string | undefined =>
  /^[\w.-]{1,200}$/.test(term) ? `'${term}'${suffix}` : undefined;

/** All conditions of a list of needs. */
export function planOf(needs: readonly Need[]): Plan {
  const terms: string[] = [];
  const where: RawBuilder<unknown>[] = [];
  let rare = '';
  let keys: readonly string[] | undefined;
  for (const need of needs) {
    if (need === 'none') return { none: true, tsquery: '', rare: '', keys: [], where: [] };
    if (need === 'any') continue;
    if ('terms' in need) {
      terms.push(`(${need.terms.join(' | ')})`);
      if (need.rare) rare ||= terms.at(-1) ?? '';
    } else if ('where' in need) where.push(need.where);
    else keys = keys === undefined ? need.keys : keys.filter((key) => need.keys.includes(key));
  }
  return { none: keys?.length === 0, tsquery: terms.join(' & '), rare, keys, where };
}

/** One need for several alternatives, of which some may ask for nothing that an index knows. */
export function oneOf(needs: readonly Need[]): Need {
  const real = needs.filter((need) => need !== 'none');
  if (real.length === 0) return 'none';
  if (real.some((need) => need === 'any')) return 'any';
  const [only, ...others] = real;
  if (only !== undefined && others.length === 0 && typeof only === 'object' && !('where' in only))
    return only;
  const terms = real.flatMap((need) => (typeof need === 'object' && 'terms' in need ? need.terms : []));
  const keys = real.flatMap((need) => (typeof need === 'object' && 'keys' in need ? need.keys : []));
  if (terms.length > 0 && keys.length > 0) return 'any';
  return terms.length > 0 ? { terms } : keys.length > 0 ? { keys } : 'any';
}

/** A need for terms that must be among those of one kind: those that can be written, or nothing. */
export const anyTerm = (terms: readonly (string | undefined)[]): Need => {
  const real = terms.filter((one) => one !== undefined);
  return real.length === 0 ? 'none' : { terms: real };
};
