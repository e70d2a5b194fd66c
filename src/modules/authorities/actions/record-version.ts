import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import { emit } from '../../../platform/events.js';
import { errors } from '../errors.js';
import { memberChanged } from '../events.js';
import type { MemberRecord } from '../member-record.js';
import { differences } from '../rules/differences.js';
import type { MemberState } from '../rules/life-cycle.js';
import type { Validation } from '../rules/validation-act.js';
import { type MemberRow, saveSteps } from '../store.js';

interface Step {
  readonly act: string;
  readonly state: MemberState;
  readonly effectiveAt: Date;
  readonly validation?: Validation;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface VersionChange extends Step {
  readonly record: (current: MemberRecord) => MemberRecord;
}

/** The next version of one member, and the record that stands until then. */
export interface NextVersion extends Step {
  readonly member: MemberRow;
  readonly current: MemberRecord;
  readonly record: MemberRecord;
}

/**
 * Records the next version of a member that the caller has locked: version, act and event together. Nothing is
 * written, and the current version is given back, when neither the record nor the state changes.
 */
export async function recordVersion(
  ctx: Ctx,
  member: MemberRow,
  { record, ...step }: VersionChange,
): Promise<{ version: number }> {
  const current = (await currentRecords(ctx, [member])).get(member.id);
  if (!current) throw errors.unknownMember();
  const next = { ...step, member, current, record: record(current) };
  return { version: (await recordVersions(ctx, [next])).get(member.id) ?? member.version };
}

/**
 * The same for several members, each once, in as many statements as for one. Out: by member, the version that now stands.
 */
export async function recordVersions(
  ctx: Ctx,
  many: readonly NextVersion[],
): Promise<ReadonlyMap<string, number>> {
  const changes = many
    .map((next) => ({ ...next, changed: differences(next.current, next.record) }))
    .filter(({ changed, state, member }) => changed.length > 0 || state !== member.state)
    .map((change) => ({ ...change, version: change.member.version + 1, validated: validated(ctx, change) }));
  if (changes.length > 0) await write(ctx, changes);
  return new Map([
    ...many.map(({ member }) => [member.id, member.version] as const),
    ...changes.map(({ member, version }) => [member.id, version] as const),
  ]);
}

interface Written extends NextVersion {
  readonly changed: ReturnType<typeof differences>;
  readonly version: number;
  readonly validated: MemberRow['validation'] | undefined;
}

async function write(ctx: Ctx, changes: readonly Written[]): Promise<void> {
  await saveSteps(
    ctx,
    changes.map(({ member, version, record, state, effectiveAt, act, changed }) => ({
      memberId: member.id,
      version,
      record,
      closed: state !== 'active',
      effectiveAt,
      act,
      changed,
    })),
    changes.map(({ member, state, version, validated }) => ({
      id: member.id,
      state,
      version,
      ...(validated && { validation: validated }),
    })),
    changes.map(({ member, act, state, details, validated }) => ({
      memberId: member.id,
      act,
      from: member.state,
      to: state,
      details: { ...details, ...validated },
    })),
  );
  const day = today(ctx.clock);
  await emit(
    ctx,
    changes.map(({ member: { id: memberId, authority, idNat }, version, act, changed }) =>
      memberChanged({
        memberId,
        authority,
        version,
        idNat,
        act,
        fields: changed.map(({ field }) => field),
        day,
      }),
    ),
  );
}

const validated = (ctx: Ctx, { validation }: Step) =>
  validation && {
    agent: validation.agent,
    checked: [...validation.checked],
    at: (validation.at ?? ctx.clock.now()).toISOString(),
  };

/** The records of the versions that stand, by member. A file that was never validated has none. */
export async function currentRecords(
  ctx: Ctx,
  members: readonly MemberRow[],
): Promise<Map<string, MemberRecord>> {
  const { rows } = await standingRecords(ctx.db, { ids: members.map(({ id }) => id) });
  return new Map(rows.map(({ id, record }) => [id, record]));
}

const standingRecords = statement<{ ids: readonly string[] }, { id: string; record: MemberRecord }>(
  'authorities_records',
  (value) => sql`select m.id, v.record from authorities.members m
    join authorities.member_versions v on v.member_id = m.id and v.version = m.version
    where m.id = any(${value('ids')}::uuid[])`,
);
