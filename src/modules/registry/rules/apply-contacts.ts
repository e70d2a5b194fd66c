import { isDeepStrictEqual } from 'node:util';
import type { DeliveredContacts } from '../../authorities/index.js';
import type { PartRow } from '../part.js';
import { rewriteTimeline } from './rewrite-timeline.js';

/**
 * What the register holds of a person after a file of contacts: the correspondence of the authority that delivered it,
 * and nothing else. In: the rows held, what the file says, the instant of writing. Out: all rows, those set aside
 * marked with the instant, the new ones without id.
 */
export function applyContacts(
  rows: readonly PartRow[],
  personId: number,
  said: DeliveredContacts,
  now: Date,
): PartRow[] {
  const [kind, key] = ['correspondence', said.authority] as const;
  const current = rows.filter(
    (row) => row.id !== undefined && row.kind === kind && row.key === key && row.supersededAt === null,
  );
  const { supersede, insert } = rewriteTimeline(current, said.contacts as unknown, now, isDeepStrictEqual);
  const act = `contact-file-${said.fileId}`;
  const added = insert.map(
    (row): PartRow => ({
      ...row,
      ...{ kind, key, personId, act, authority: said.authority, recordedAt: now, supersededAt: null },
    }),
  );
  return [...rows.map((row) => (supersede.includes(row) ? { ...row, supersededAt: now } : row)), ...added];
}
