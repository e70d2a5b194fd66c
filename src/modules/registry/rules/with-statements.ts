import type { PartRow } from '../part.js';

const slotOf = (row: PartRow): string => `${row.kind} ${row.key}`;

/**
 * The parts of one person, those that national files say among those that the register wrote itself. Of one and the same
 * thing the register's own word holds from its first instant on: a file says nothing of it any more.
 */
export function withStatements(own: readonly PartRow[], unfolded: readonly PartRow[]): PartRow[] {
  if (unfolded.length === 0 || own.length === 0) return [...own, ...unfolded];
  const from = new Map<string, Date>();
  for (const row of own) {
    const first = from.get(slotOf(row));
    if (row.supersededAt === null && (!first || row.validFrom < first)) from.set(slotOf(row), row.validFrom);
  }
  const rest = unfolded.flatMap((row): PartRow[] => {
    const end = from.get(slotOf(row));
    if (!end || (row.validTo !== null && row.validTo <= end)) return [row];
    return row.validFrom < end ? [{ ...row, validTo: end }] : [];
  });
  return [...own, ...rest];
}
