import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { errors } from '../errors.js';
import { memberChanged } from '../events.js';
import type { MemberRecord } from '../member-record.js';
import { differences } from '../rules/differences.js';
import type { MemberState } from '../rules/life-cycle.js';
import type { Validation } from '../rules/validation-act.js';
import { insertActs, insertVersions, type MemberRow, saveMember } from '../store.js';

export interface VersionChange {
  readonly act: string;
  readonly record: (current: MemberRecord) => MemberRecord;
  readonly state: MemberState;
  readonly effectiveAt: Date;
  readonly validation?: Validation;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Records the next version of a member that the caller has locked: version, act and event together. Nothing is
 * written, and the current version is given back, when neither the record nor the state changes.
 */
export async function recordVersion(
  ctx: Ctx,
  member: MemberRow,
  change: VersionChange,
): Promise<{ version: number }> {
  const current = await currentRecord(ctx, member);
  const record = change.record(current);
  const changed = differences(current, record);
  if (changed.length === 0 && change.state === member.state) return { version: member.version };
  const version = member.version + 1;
  const { act, effectiveAt } = change;
  const closed = change.state !== 'active';
  await insertVersions(ctx, [{ memberId: member.id, version, record, closed, effectiveAt, act, changed }]);
  const validation = change.validation && {
    agent: change.validation.agent,
    checked: [...change.validation.checked],
    at: (change.validation.at ?? ctx.clock.now()).toISOString(),
  };
  await saveMember(ctx, { id: member.id, state: change.state, version, validation: validation ?? null });
  await insertActs(ctx, [
    {
      memberId: member.id,
      act,
      from: member.state,
      to: change.state,
      details: { ...change.details, ...validation },
    },
  ]);
  const { authority, idNat } = member;
  const day = today(ctx.clock);
  const fields = changed.map(({ field }) => field);
  await emit(ctx, [memberChanged({ memberId: member.id, authority, version, idNat, act, fields, day })]);
  return { version };
}

async function currentRecord(ctx: Ctx, member: MemberRow): Promise<MemberRecord> {
  const row = await one(
    ctx.db,
    sql<{ record: MemberRecord }>`select record from authorities.member_versions
      where member_id = ${member.id} and version = ${member.version}`,
  );
  if (!row) throw errors.unknownMember();
  return row.record;
}
