import { NOMINATIVE_RIGHTS, type NominativeRight } from './nominative-rights.js';

/** One quality in which a person works: a profession of a list in a category, or a role of TRE_R85. */
export interface Quality {
  readonly list: string;
  readonly code: string;
  readonly category?: string;
}

/** Why somebody may not have a personal mailbox, most telling first. */
export type NoRight = 'no-exercise' | 'student' | 'role' | 'profession';

export type NominativeAnswer =
  | { readonly open: true; readonly by: NominativeRight }
  | { readonly open: false; readonly why: NoRight };

/**
 * Whether somebody may have a personal mailbox on a day, by the table. In: the qualities in which the person works that
 * day, the day (`YYYY-MM-DD`). Out: the line that opens it, or why none does. The number plays no part here.
 */
export function nominativeRight(qualities: readonly Quality[], on: string): NominativeAnswer {
  const lines = NOMINATIVE_RIGHTS.filter(({ from, to }) => from <= on && (to === undefined || on <= to));
  const by = lines.find((line) => qualities.some((quality) => fits(line, quality)));
  return by ? { open: true, by } : { open: false, why: whyNot(qualities) };
}

function fits({ list, codes, categories }: NominativeRight, quality: Quality): boolean {
  if (list !== quality.list || (codes && !codes.includes(quality.code))) return false;
  return categories === undefined || categories.includes(quality.category ?? '');
}

function whyNot(qualities: readonly Quality[]): NoRight {
  if (qualities.length === 0) return 'no-exercise';
  if (qualities.every(({ category }) => category === 'E')) return 'student';
  return qualities.some(({ list }) => list === 'TRE_R85') ? 'role' : 'profession';
}
