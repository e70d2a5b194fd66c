import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { nextState } from '../rules/life-cycle.js';
import { insertActs, lockMembers } from '../store.js';

/** Writes the numbers that the register gave. A member that has one keeps it. One statement. */
export async function assignNumbers(
  ctx: Ctx,
  numbers: readonly { readonly memberId: string; readonly idNat: string }[],
): Promise<void> {
  if (numbers.length === 0) return;
  await sql`update authorities.members m set id_nat = n."idNat"
    from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as n("memberId" uuid, "idNat" text)
    where m.id = n."memberId" and m.id_nat is null`.execute(ctx.db);
}

/** Marks a file that the register did not take: `reason` says why, with the number that the person already holds. */
export async function refuseMember(
  ctx: Ctx,
  memberId: string,
  reason: Readonly<Record<string, unknown>>,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const [member] = await lockMembers(tx, [memberId]);
    const to = member && nextState(member.state, 'reject', 'register');
    if (!member || !to) return;
    await sql`update authorities.members set state = ${to}, refusal = ${JSON.stringify(reason)}::jsonb,
      updated_at = ${tx.clock.now()} where id = ${memberId}`.execute(tx.db);
    await insertActs(tx, [{ memberId, act: 'reject', from: member.state, to, details: reason }]);
  });
}
