import { sql } from 'kysely';
import { civilDay } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import type { MemberVersion } from '../member-record.js';
import { isReadLater } from '../rules/adeli-era.js';

/**
 * The versions that the caller has not seen yet, by member, oldest first. Refused members have none; with `readAt`, nor
 * do those whose files the register does not read at that instant. One statement.
 */
export async function versionsAfter(
  ctx: Pick<Ctx, 'db'>,
  seen: readonly { readonly memberId: string; readonly after: number }[],
  readAt?: Date,
): Promise<MemberVersion[]> {
  const found = (await newerVersions(ctx.db, { seen: JSON.stringify(seen) })).rows;
  return readAt ? found.filter((one) => !isReadLater(one.authority, one.idNat, civilDay(readAt))) : found;
}

const newerVersions = statement<{ seen: string }, MemberVersion>(
  'authorities_versions_after',
  (value) => sql`select v.member_id "memberId", m.authority, v.version, m.id_nat "idNat", v.closed, v.record,
      v.effective_at "effectiveAt", v.recorded_at "recordedAt", v.act, v.by
    from jsonb_to_recordset(${value('seen')}::jsonb) as s("memberId" uuid, after integer)
    join authorities.members m on m.id = s."memberId" and m.state <> 'refused'
    join authorities.member_versions v on v.member_id = m.id and v.version > s.after
    order by v.member_id, v.version`,
);
