import type { CivilStatus } from '../../authorities/index.js';
import type { PartKind, PartRow } from '../part.js';
import { isCertified } from './certified.js';

const certified = (row: PartRow): number =>
  isCertified((row.value as CivilStatus).certification.state) ? 1 : 0;

const newest = (a: PartRow, b: PartRow): number =>
  b.recordedAt.getTime() - a.recordedAt.getTime() || (a.key < b.key ? -1 : 1);

/** For each authority, what it says last: of two rows the one that begins later. */
function lastOfEach(rows: readonly PartRow[], kind: PartKind): PartRow[] {
  // Nobody of the open files has any.
  if (!rows.some((row) => row.kind === kind)) return [];
  const last = new Map<string, PartRow>();
  for (const row of rows) {
    if (row.kind !== kind) continue;
    const other = last.get(row.key);
    if (!other || other.validFrom <= row.validFrom) last.set(row.key, row);
  }
  return [...last.values()];
}

/** Which of the civil statuses that several authorities hold leads: a certified one before others, then the newest. */
export function leadingCivilStatus(rows: readonly PartRow[]): PartRow | undefined {
  return lastOfEach(rows, 'civil-status').sort((a, b) => certified(b) - certified(a) || newest(a, b))[0];
}

/** Which correspondence leads: the newest, since the person has just given it. */
export function leadingCorrespondence(rows: readonly PartRow[]): PartRow | undefined {
  return lastOfEach(rows, 'correspondence').sort(newest)[0];
}
