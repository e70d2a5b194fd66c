import type { Organization } from 'fhir/r4.js';
import { sql } from 'kysely';
import type { Mailbox } from '../../../messaging/index.js';
import type { Structure } from '../../../structures/index.js';
import type { Kind } from '../parameters.js';
import { organization } from '../resources/organization.js';
import { keepText } from '../text.js';
import type { Candidate, Run } from './run.js';
import type { Line, Source } from './source.js';
import { neededOfStructures } from './structure-needs.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly mailboxesVersion: number | null;
  readonly updatedAt: Date;
  readonly active: boolean;
  readonly data: Structure;
  readonly mailboxes: readonly Mailbox[] | null;
}

/** Structures as Organization, with the mailboxes of their services. */
export const structures: Source<Row> = {
  name: 'structures',
  table: sql`structures.published t left join directory.structure_mailboxes m on m.structure_id = t.id`,
  key: sql`t.id`,
  columns: sql`t.id, t.version, m.version "mailboxesVersion",
    greatest(t.updated_at, m.updated_at) "updatedAt", t.active, t.data, m.mailboxes`,
  sorts: { name: sql`t.sort_name` },
  shown: sql`true`,
  found: sql`true`,
  state: sql`t.xid::text || ' ' || coalesce(m.xid::text, '')`,
  needs: neededOfStructures,
  candidates({ once }: Run, _kind: Kind, { value, row }: Line<Row>): Candidate[] {
    const resource = once ? tell(row) : (told.get(row) ?? kept(row));
    const place = { value, line: row.id, id: resource.id ?? '' };
    return [{ resource, place, siblings: () => undefined }];
  },
};

const told = new WeakMap<Row, Organization>();

/** The structure as everybody may see it. */
function tell({ version, mailboxesVersion, mailboxes, ...rest }: Row): Organization {
  return organization({
    ...rest,
    version: version + (mailboxesVersion ?? 0),
    mailboxes: mailboxes ?? [],
  });
}

/** The same, made once as long as the line is held. */
function kept(row: Row): Organization {
  const resource = tell(row);
  told.set(row, resource);
  keepText(resource);
  return resource;
}
