import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { OwnMailbox } from '../mailbox.js';
import { COLUMNS, type MailboxRow, ownMailbox } from '../store.js';

/** A mailbox as its holder sees it: who declared it, and to whom one writes to have it corrected. */
export interface DeclaredMailbox extends OwnMailbox {
  readonly operatorName: string;
  /** Empty for what only the national file says. */
  readonly contact: string;
  /** `member`: of an organisation whose mailbox the person may read. */
  readonly as: 'holder' | 'member';
}

/**
 * Every mailbox declared for a person, red list included, and those of organisations of which he is a member: for
 * himself and for the support, never for an open door. In: the national identifier. Withdrawn ones are left out.
 */
export async function mailboxesOf(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<DeclaredMailbox[]> {
  const found = await rows(
    ctx.db,
    sql<
      MailboxRow & Pick<DeclaredMailbox, 'operatorName' | 'contact' | 'as'>
    >`select m.*, o.name "operatorName",
        o.contact
      from (select ${COLUMNS}, 'holder' "as" from messaging.mailboxes where holder = ${idNat} and withdrawn_at is null
        union all
        select ${COLUMNS}, 'member' from messaging.mailboxes where withdrawn_at is null and id in (
          select mailbox from messaging.members where id_nat = ${idNat} and until is null)) m
      join messaging.operators o on o.code = m.operator order by "as", address`,
  );
  return found.map((row) => {
    const { operatorName, contact, as } = row;
    return { ...ownMailbox(row), operatorName, contact, as };
  });
}

/**
 * The mailboxes of some holders with what is restricted (red list, telephone, responsible person), for the restricted
 * doors alone. In: national identifiers of people, ids of structures. Out: by holder; withdrawn ones are left out.
 */
export async function restrictedMailboxes(
  ctx: Pick<Ctx, 'db'>,
  holders: readonly string[],
): Promise<Map<string, OwnMailbox[]>> {
  const found = await rows(
    ctx.db,
    sql<MailboxRow>`select ${COLUMNS} from messaging.mailboxes
      where holder = any(${[...holders]}) and withdrawn_at is null order by address`,
  );
  return Map.groupBy(found.map(ownMailbox), (one) => one.idNat ?? one.structureId ?? '');
}
