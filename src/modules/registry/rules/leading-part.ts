import type { CivilStatus } from '../../authorities/index.js';
import type { PartRow } from '../part.js';
import { isCertified } from './certified.js';

const newest = (a: PartRow, b: PartRow): number =>
  b.recordedAt.getTime() - a.recordedAt.getTime() || (a.key < b.key ? -1 : 1);

const certified = (row: PartRow): number =>
  isCertified((row.value as CivilStatus).certification.state) ? 1 : 0;

/** Which of the civil statuses that several authorities hold leads: a certified one before others, then the newest. */
export function leadingCivilStatus(rows: readonly PartRow[]): PartRow | undefined {
  return rows
    .filter((row) => row.kind === 'civil-status')
    .sort((a, b) => certified(b) - certified(a) || newest(a, b))[0];
}

/** Which correspondence leads: the newest, since the person has just given it. */
export function leadingCorrespondence(rows: readonly PartRow[]): PartRow | undefined {
  return rows.filter((row) => row.kind === 'correspondence').sort(newest)[0];
}
