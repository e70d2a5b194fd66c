import type { MailboxDraft } from '../mailbox-draft.js';
import type { CorrespondenceRow } from './correspondence.js';

/** What a line of the national file says of a mailbox; names and labels are the registers' and are not read. */
export function draftOfRow(row: CorrespondenceRow): MailboxDraft {
  const { address, type, structure, service } = row;
  const idNat = row.idNat || (row.number && `${row.idType}${row.number}`);
  return {
    address,
    type,
    dematerialisation: row.dematerialisation.toUpperCase() === 'O',
    published: true,
    ...(idNat && { idNat }),
    ...(structure && { structure }),
    ...(service && { service }),
  };
}
