import { authorities } from '../../modules/authorities/index.js';
import type { Share, Told } from '../../modules/directory/index.js';
import type { ReferenceCount } from './reference-counts.js';

export interface Compared extends ReferenceCount {
  /** People counted here; `few` also when there is nobody. */
  readonly here: Told;
  /** The same, were this population as large as the one of the reference. */
  readonly scaled: number | undefined;
}

/**
 * Sets the people counted here beside the reference counts. In: the reference; for several groups that share nobody,
 * their numbers by profession; the students. Out: one line per reference count. The scale is that of the slide of
 * populations, over all its lines that are counted here.
 */
export function compare(
  reference: readonly ReferenceCount[],
  groups: readonly (readonly Share[])[],
  students: Share | undefined,
): Compared[] {
  const counted = reference.map((line) => ({
    ...line,
    here: line.code === 'E' ? (students?.[1] ?? 'few') : sum(groups, line.code),
  }));
  const known = counted.flatMap(({ population, here }) =>
    population !== undefined && typeof here === 'number' ? [{ population, here }] : [],
  );
  const total = (key: 'population' | 'here') => known.reduce((all, line) => all + line[key], 0);
  const scale = total('population') / total('here');
  return counted.map((line) => ({
    ...line,
    scaled: typeof line.here === 'number' ? Math.round(line.here * scale) : undefined,
  }));
}

/** A group too small to be told adds less than five: the sum of the others is near enough. */
function sum(groups: readonly (readonly Share[])[], code: string): Told {
  const told = groups.flatMap((shares) => shares.find(([value]) => value === code)?.[1] ?? []);
  const numbers = told.filter((n) => n !== 'few');
  if (numbers.length === 0) return 'few';
  return numbers.reduce((all, n) => all + n, 0);
}

/** The ordre of the nurses registers in the RPPS since 2021 only. */
const LATER = 'ONI';

/**
 * The numbers of the ordres and of the health service of the armed forces, and what those make together that
 * registered in 2019.
 */
export function registrations(shares: readonly Share[]): { lines: Share[]; total: number } {
  const lines = authorities()
    .filter(({ kind }) => kind === 'ordre' || kind === 'ssa')
    .map(({ code }): Share => [code, shares.find(([value]) => value === code)?.[1] ?? 'few']);
  const then = lines.flatMap(([code, n]) => (code === LATER || n === 'few' ? [] : n));
  return { lines, total: then.reduce((all, n) => all + n, 0) };
}
