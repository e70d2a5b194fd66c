import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { emit } from '../../../platform/events.js';
import { errors } from '../errors.js';
import { memberChanged } from '../events.js';
import type { MemberRecord } from '../member-record.js';
import { recordProblems } from '../rules/check-record.js';
import { type Validation, validationProblems } from '../rules/validation-act.js';
import { insertActs, insertVersions, lockMembers, type MemberRow, saveMembers } from '../store.js';
import { stateAfter } from './move-member.js';

export type ApplicationStep = 'take-up' | 'ask-complement' | 'give-complement' | 'refuse' | 'abandon';

/**
 * Takes one step in an application. `reason` is what is asked or why it is refused; `record` is what the applicant
 * completed. Throws 403 when this actor never may, 409 when the application is not there.
 */
export async function moveApplication(
  ctx: Ctx,
  step: {
    readonly memberId: string;
    readonly act: ApplicationStep;
    readonly reason?: string;
    readonly record?: MemberRecord;
  },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const member = await lockApplication(tx, step.memberId);
    const state = stateAfter(tx, member, step.act);
    const draft = step.act === 'give-complement' && step.record ? step.record : member.draft;
    await saveMembers(tx, [{ ...member, state, draft }]);
    const details = step.reason === undefined ? {} : { reason: step.reason };
    await insertActs(tx, [{ memberId: member.id, act: step.act, from: member.state, to: state, details }]);
  });
}

/**
 * Validates an application: only now is there a version that the register can read. Throws `authorities.invalid-record`
 * when the record or the act is incomplete, 403 and 409 as `moveApplication`.
 */
export async function validateApplication(
  ctx: Ctx,
  validated: { readonly memberId: string; readonly validation: Validation; readonly record?: MemberRecord },
): Promise<{ version: number }> {
  return transaction(ctx, async (tx) => {
    const member = await lockApplication(tx, validated.memberId);
    const state = stateAfter(tx, member, 'validate');
    const now = tx.clock.now();
    const record = validated.record ?? member.draft;
    if (!record) throw errors.unknownMember();
    const problems = [
      ...recordProblems(record, member.authority, today(tx.clock), member.idNat),
      ...validationProblems(validated.validation, now),
    ];
    if (problems.length > 0) throw errors.invalidRecord(problems);
    const { agent, checked, at } = validated.validation;
    const validation = { agent, checked: [...checked], at: (at ?? now).toISOString() };
    await saveMembers(tx, [{ id: member.id, state, version: 1, draft: null, validation }]);
    await insertVersions(tx, [
      {
        memberId: member.id,
        version: 1,
        record,
        closed: false,
        effectiveAt: now,
        act: 'validate',
        changed: [],
      },
    ]);
    await insertActs(tx, [
      { memberId: member.id, act: 'validate', from: member.state, to: state, details: validation },
    ]);
    const { id: memberId, authority, idNat } = member;
    const said = {
      memberId,
      authority,
      version: 1,
      idNat,
      act: 'validate',
      fields: [],
      day: today(tx.clock),
    };
    await emit(tx, [memberChanged(said)]);
    return { version: 1 };
  });
}

async function lockApplication(ctx: Ctx, memberId: string): Promise<MemberRow> {
  const [member] = await lockMembers(ctx, [memberId]);
  if (!member) throw errors.unknownMember();
  return member;
}
