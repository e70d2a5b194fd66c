import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

export interface Member {
  readonly idNat: string;
  readonly since: Date;
}

/** Who may read an organisational mailbox of an operator today, in the order of the identifiers; 500 at most. */
export function membersOf(ctx: Pick<Ctx, 'db'>, operator: string, id: string): Promise<Member[]> {
  return rows(
    ctx.db,
    sql<Member>`select p.id_nat "idNat", p.since from messaging.members p
      join messaging.mailboxes m on m.id = p.mailbox and m.operator = ${operator}
      where m.id::text = ${id} and p.until is null order by p.id_nat limit 500`,
  );
}
