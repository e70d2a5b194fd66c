import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';
import type { MailboxType } from '../mailbox.js';
import { readAddress } from '../rules/mail-address.js';

/** Who asks to open a mailbox: a person signed in by a means of identification, or a program with its key. */
export type Opener = { readonly idNat: string } | { readonly serviceKey: string };

/** Whether a mailbox exists and receives, and whether somebody may open it. */
export interface MailboxAccess {
  readonly type: MailboxType;
  readonly opens: boolean;
}

/**
 * Who opens what: a personal mailbox its holder, an organisational one its members, that of a practice both, an
 * applicative one the key of its program and no person. Undefined for an address where nothing is received.
 */
export async function mailboxAccess(
  ctx: Pick<Ctx, 'db'>,
  address: string,
  opener?: Opener,
): Promise<MailboxAccess | undefined> {
  const idNat = opener && 'idNat' in opener ? opener.idNat : '';
  const key = opener && 'serviceKey' in opener ? hashToken(opener.serviceKey) : '';
  return one(
    ctx.db,
    sql<MailboxAccess>`select m.type, case m.type
        when 'APP' then exists (select from messaging.service_accounts s
          where s.mailbox = m.id and s.key_hash = ${key} and s.revoked_at is null)
        when 'PER' then coalesce(m.id_nat = ${idNat}, false)
        else (m.type = 'CAB' and coalesce(m.id_nat = ${idNat}, false)) or exists (select from messaging.members p
          where p.mailbox = m.id and p.id_nat = ${idNat} and p.until is null) end opens
      from messaging.mailboxes m where m.address = ${readAddress(address) ?? ''} and m.withdrawn_at is null`,
  );
}
