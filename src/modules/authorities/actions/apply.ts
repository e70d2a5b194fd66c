import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { errors } from '../errors.js';
import type { MemberRecord } from '../member-record.js';
import { isAuthority } from '../rules/authority-list.js';
import { recordProblems } from '../rules/check-record.js';
import { insertActs, lockMembers, saveMembers } from '../store.js';
import { stateAfter } from './move-member.js';

export interface Application {
  /** TRE_R60. */
  readonly authority: string;
  readonly record: MemberRecord;
  /** The number that the applicant already holds. */
  readonly idNat?: string;
}

/** Keeps an application that is not finished. Nothing is checked but the authority. Out: its member id. */
export async function draftApplication(ctx: Ctx, application: Application): Promise<{ memberId: string }> {
  if (!isAuthority(application.authority)) throw errors.unknownAuthority();
  const memberId = randomUUID();
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    await sql`insert into authorities.members (id, authority, id_nat, state, draft, created_at, updated_at)
      values (${memberId}, ${application.authority}, ${application.idNat ?? null}, 'draft',
        ${JSON.stringify(application.record)}::jsonb, ${now}, ${now})`.execute(tx.db);
    await insertActs(tx, [{ memberId, act: 'draft', from: null, to: 'draft' }]);
    return { memberId };
  });
}

/** Hands a draft in. Throws `authorities.invalid-record` when a trait or another required field is missing. */
export async function submitDraft(ctx: Ctx, memberId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const [member] = await lockMembers(tx, [memberId]);
    if (!member?.draft) throw errors.unknownMember();
    const state = stateAfter(tx, member, 'submit');
    const problems = recordProblems(member.draft, member.authority, today(tx.clock));
    if (problems.length > 0) throw errors.invalidRecord(problems);
    await saveMembers(tx, [{ ...member, state }]);
    await insertActs(tx, [{ memberId, act: 'submit', from: member.state, to: state }]);
  });
}

/** Writes and hands in an application at once; nothing is kept when it is refused. Out: its member id. */
export async function submitApplication(ctx: Ctx, application: Application): Promise<{ memberId: string }> {
  return transaction(ctx, async (tx) => {
    const { memberId } = await draftApplication(tx, application);
    await submitDraft(tx, memberId);
    return { memberId };
  });
}
