import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';
import type { MailboxType } from '../mailbox.js';
import { readAddress } from '../rules/mail-address.js';

/** Who asks to open a mailbox: a person signed in by a means of identification, a program with its key, or the software of
 * a structure, by the technical ids of those for which its certificate stands. */
export type Opener =
  | { readonly idNat: string }
  | { readonly serviceKey: string }
  | { readonly structures: readonly string[] };

/** Whether a mailbox exists and receives, and whether somebody may open it. */
export interface MailboxAccess {
  readonly type: MailboxType;
  /** Of an organisational or applicative one: the structure that holds it. */
  readonly structureId: string | null;
  readonly opens: boolean;
  /** As what; null for whoever may not. */
  readonly as: 'holder' | 'member' | 'delegate' | 'program' | null;
}

/**
 * Who opens what: a personal mailbox its holder and those to whom he delegated it, an organisational one its members, that
 * of a practice all of these, an applicative one the key of its program, and both of a structure its software. No person
 * opens an applicative one. Undefined for an address where nothing is received.
 */
export async function mailboxAccess(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  address: string,
  opener?: Opener,
): Promise<MailboxAccess | undefined> {
  const idNat = opener && 'idNat' in opener ? opener.idNat : '';
  const key = opener && 'serviceKey' in opener ? hashToken(opener.serviceKey) : '';
  const structures = opener && 'structures' in opener ? [...opener.structures] : [];
  const found = await one(
    ctx.db,
    sql<Omit<MailboxAccess, 'opens'>>`select m.type, m.structure_id "structureId", case
        when m.type in ('ORG', 'APP') and m.structure_id = any(${structures}) then 'program'
        when m.type = 'APP' and exists (select from messaging.service_accounts s
          where s.mailbox = m.id and s.key_hash = ${key} and s.revoked_at is null) then 'program'
        when m.type in ('PER', 'CAB') and m.id_nat = ${idNat} then 'holder'
        when m.type in ('ORG', 'CAB') and exists (select from messaging.members p
          where p.mailbox = m.id and p.id_nat = ${idNat} and p.until is null) then 'member'
        when m.type in ('PER', 'CAB') and exists (select from messaging.delegations d
          where d.mailbox = m.id and d.id_nat = ${idNat} and d.ended_at is null
            and (d.until is null or d.until >= ${today(ctx.clock)}::date)) then 'delegate' end "as"
      from messaging.mailboxes m where m.address = ${readAddress(address) ?? ''} and m.withdrawn_at is null`,
  );
  return found && { ...found, opens: found.as !== null };
}
