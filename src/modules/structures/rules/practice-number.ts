import { formatStructureId } from '../../nomenclatures/index.js';

/**
 * The national id of a liberal practice (TRE_G07, kind 4): the RPPS number of its holder and a rank of three digits.
 * In: eleven digits, a rank from 1 to 999. Throws RangeError otherwise.
 */
export function practiceNumber(rpps: string, rank: number): string {
  return formatStructureId('CAB_RPPS', `${rpps}${String(rank).padStart(3, '0')}`);
}
