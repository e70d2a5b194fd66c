import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { errors } from '../errors.js';
import type { MemberRecord } from '../member-record.js';
import { actorKind } from '../rules/actor-kind.js';
import { recordProblems } from '../rules/check-record.js';
import { mayChange } from '../rules/life-cycle.js';
import { mergePatch } from '../rules/merge-patch.js';
import { problem } from '../rules/problem.js';
import { lockMembers, type MemberRow } from '../store.js';
import { recordVersion } from './record-version.js';

export interface MemberChange {
  readonly memberId: string;
  /** A function of the record, or a JSON merge patch of it (RFC 7396). */
  readonly change: ((record: MemberRecord) => MemberRecord) | object;
  readonly expectedVersion?: number;
  /** From when the change holds true; in the past for a correction back in time, never in the future. */
  readonly effectiveAt?: Date;
  /** Name of the act, e.g. `correct` or `change-contacts`. */
  readonly act: string;
}

/**
 * Changes what an authority holds of a member. Out: the version that now stands, the same as before when nothing
 * changed. Throws `authorities.forbidden-actor`, `authorities.unknown-member`, `authorities.stale-version` (412), `authorities.not-open`,
 * `authorities.invalid-record`.
 */
export async function changeMember(ctx: Ctx, change: MemberChange): Promise<{ version: number }> {
  if (!actorKind(ctx.actor)) throw errors.forbiddenActor(change.act);
  return transaction(ctx, async (tx) => {
    const member = await openMember(tx, change.memberId, change.expectedVersion);
    const now = tx.clock.now();
    if (change.effectiveAt && change.effectiveAt > now)
      throw errors.invalidRecord([problem('effectiveAt', 'future-effect')]);
    const apply = change.change;
    return recordVersion(tx, member, {
      act: change.act,
      state: member.state,
      effectiveAt: change.effectiveAt ?? now,
      record: (current) => {
        const next =
          typeof apply === 'function'
            ? (apply as (record: MemberRecord) => MemberRecord)(current)
            : (mergePatch(current, apply) as MemberRecord);
        const problems = recordProblems(next, member.authority, today(tx.clock), member.idNat);
        if (problems.length > 0) throw errors.invalidRecord(problems);
        return next;
      },
    });
  });
}

/** Locks one member whose file may be changed. Throws when it is unknown, stale or ended. */
export async function openMember(ctx: Ctx, memberId: string, expected?: number): Promise<MemberRow> {
  const [member] = await lockMembers(ctx, [memberId]);
  if (!member) throw errors.unknownMember();
  if (expected !== undefined && expected !== member.version) throw errors.staleVersion(member.version);
  if (!mayChange(member.state)) throw errors.notOpen(member.state);
  return member;
}
