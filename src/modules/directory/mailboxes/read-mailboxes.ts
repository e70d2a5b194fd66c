import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Mailbox } from '../../messaging/index.js';

/**
 * The mailboxes that everybody may know, as the directory holds them. In: national identifiers of people and ids of
 * structures. Out: by holder; one without any is absent, and so is a person who is not published.
 */
export async function mailboxes(
  ctx: Pick<Ctx, 'db'>,
  holders: readonly string[],
): Promise<Map<string, readonly Mailbox[]>> {
  if (holders.length === 0) return new Map();
  const found = await rows(
    ctx.db,
    sql<{ holder: string; mailboxes: Mailbox[] }>`select id_nat holder, mailboxes from directory.entries
        where id_nat = any(${[...holders]}) and published and mailboxes <> '[]'
      union all
      select structure_id, mailboxes from directory.structure_mailboxes
        where structure_id = any(${[...holders]}) and mailboxes <> '[]'`,
  );
  return new Map(found.map((row) => [row.holder, row.mailboxes]));
}
