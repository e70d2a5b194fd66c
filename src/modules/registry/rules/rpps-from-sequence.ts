import { makeRpps } from '../../nomenclatures/index.js';

/**
 * The RPPS number of a rank: the prefix of the range, the rank on as many digits as are left, the Luhn key. In: three
 * to six digits, a rank from 1. Out: eleven digits. Throws RangeError when the range is used up.
 */
export function rppsFromSequence(prefix: string, rank: number): string {
  const width = 10 - prefix.length;
  if (rank < 1 || rank >= 10 ** width) throw new RangeError(`the range ${prefix} holds no number ${rank}`);
  return makeRpps(prefix + String(rank).padStart(width, '0'));
}
