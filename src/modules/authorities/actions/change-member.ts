import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { errors } from '../errors.js';
import type { MemberRecord } from '../member-record.js';
import { actorKind } from '../rules/actor-kind.js';
import { recordProblems } from '../rules/check-record.js';
import { mayChange } from '../rules/life-cycle.js';
import { mergePatch } from '../rules/merge-patch.js';
import { problem } from '../rules/problem.js';
import { lockMembers, type MemberRow } from '../store.js';
import { currentRecords, type NextVersion, recordVersions } from './record-version.js';

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
  const outcome = (await changeMembers(ctx, [change])).get(change.memberId);
  if (outcome instanceof Refusal) throw outcome;
  if (!outcome) throw errors.unknownMember();
  return outcome;
}

/**
 * The same for several members, in as many statements as for one. Out: by member, the version that stands or the
 * refusal; a refused change leaves the others alone. A member who is named twice is changed by the last one.
 */
export async function changeMembers(
  ctx: Ctx,
  changes: readonly MemberChange[],
): Promise<Map<string, { version: number } | Refusal>> {
  const byMember = new Map(changes.map((change) => [change.memberId, change]));
  return transaction(ctx, async (tx) => {
    const members = await lockMembers(tx, [...byMember.keys()]);
    const records = await currentRecords(tx, members);
    const held = new Map(members.map((member) => [member.id, member]));
    const next = [...byMember.values()].map((change) =>
      nextVersion(tx, change, held.get(change.memberId), records.get(change.memberId)),
    );
    const versions = await recordVersions(
      tx,
      next.filter((one): one is NextVersion => !(one instanceof Refusal)),
    );
    return new Map(
      [...byMember.keys()].map((id, i) => {
        const one = next[i];
        return [id, one instanceof Refusal ? one : { version: versions.get(id) ?? 0 }];
      }),
    );
  });
}

function nextVersion(
  ctx: Ctx,
  change: MemberChange,
  member: MemberRow | undefined,
  current: MemberRecord | undefined,
): NextVersion | Refusal {
  try {
    return checked(ctx, change, member, current);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function checked(
  ctx: Ctx,
  { change, act, expectedVersion, effectiveAt = ctx.clock.now() }: MemberChange,
  member: MemberRow | undefined,
  current: MemberRecord | undefined,
): NextVersion {
  if (!actorKind(ctx.actor)) throw errors.forbiddenActor(act);
  if (!member) throw errors.unknownMember();
  if (expectedVersion !== undefined && expectedVersion !== member.version)
    throw errors.staleVersion(member.version);
  if (!mayChange(member.state)) throw errors.notOpen(member.state);
  if (!current) throw errors.unknownMember();
  if (effectiveAt > ctx.clock.now()) throw errors.invalidRecord([problem('effectiveAt', 'future-effect')]);
  const record =
    typeof change === 'function'
      ? (change as (record: MemberRecord) => MemberRecord)(current)
      : (mergePatch(current, change) as MemberRecord);
  const problems = recordProblems(record, member.authority, today(ctx.clock), member.idNat);
  if (problems.length > 0) throw errors.invalidRecord(problems);
  return { act, state: member.state, effectiveAt, member, current, record };
}
