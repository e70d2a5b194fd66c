import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { errors } from '../errors.js';
import type { Registered, Registration } from '../registration.js';
import { traitsKey } from '../rules/traits-key.js';
import type { MemberRow } from '../store.js';
import { lockMembers } from '../store.js';
import { recordVersion } from './record-version.js';

/**
 * Opens again the closed files of people who come back to an authority that knew them. In: registrations; those with
 * no number, or whose number the authority never had, are left out. Out: what was opened, by registration.
 * Throws `authorities.already-member` where the file is still open, `authorities.other-person` where the five traits are
 * not those of the file.
 */
export async function reopenMembers(
  ctx: Ctx,
  many: readonly Registration[],
): Promise<Map<Registration, Registered>> {
  const opened = new Map<Registration, Registered>();
  const returning = many.filter((one) => one.idNat !== undefined);
  const known = await knownMembers(ctx, returning);
  const locked = new Map((await lockMembers(ctx, [...known.values()])).map((row) => [row.id, row]));
  for (const one of returning) {
    const member = locked.get(known.get(`${one.authority} ${one.idNat}`) ?? '');
    if (member) opened.set(one, await reopen(ctx, member, one));
  }
  return opened;
}

async function knownMembers(ctx: Ctx, many: readonly Registration[]): Promise<Map<string, string>> {
  if (many.length === 0) return new Map();
  const keys = many.map(({ authority, idNat }) => ({ authority, id_nat: idNat }));
  const found = await rows(
    ctx.db,
    sql<{ key: string; id: string }>`select m.authority || ' ' || m.id_nat as key, m.id
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(authority text, id_nat text)
      join authorities.members m on m.authority = k.authority and m.id_nat = k.id_nat and m.state <> 'refused'`,
  );
  return new Map(found.map((row) => [row.key, row.id]));
}

async function reopen(ctx: Ctx, member: MemberRow, one: Registration): Promise<Registered> {
  if (member.state !== 'closed') throw errors.alreadyMember();
  const { version } = await recordVersion(ctx, member, {
    act: 'reopen',
    record: (current) => {
      if (traitsKey(current.civilStatus) !== traitsKey(one.record.civilStatus)) throw errors.otherPerson();
      return one.record;
    },
    state: 'active',
    effectiveAt: one.effectiveAt ?? ctx.clock.now(),
    validation: one.validation,
  });
  return { memberId: member.id, version };
}
