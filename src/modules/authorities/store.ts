import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { statement } from '../../platform/db/statement.js';
import type { MemberRecord } from './member-record.js';
import type { Difference } from './rules/differences.js';
import type { MemberState } from './rules/life-cycle.js';

/** A member as its table holds it. */
export interface MemberRow {
  readonly id: string;
  readonly authority: string;
  readonly idNat: string | null;
  readonly state: MemberState;
  readonly version: number;
  readonly draft: MemberRecord | null;
  readonly validation: { agent: string; checked: string[]; at: string } | null;
  readonly refusal: Readonly<Record<string, unknown>> | null;
  readonly createdAt: Date;
}

/** Columns of a member under the names of MemberRow. */
export const MEMBER_COLUMNS = sql.raw(
  `id, authority, id_nat "idNat", state, version, draft, validation, refusal, created_at "createdAt"`,
);

/** Members by id, each row locked until the end of the transaction, in the order of the ids. */
export async function lockMembers(ctx: Ctx, ids: readonly string[]): Promise<MemberRow[]> {
  return (await holdMembers(ctx.db, { ids })).rows;
}

const holdMembers = statement<{ ids: readonly string[] }, MemberRow>(
  'authorities_hold_members',
  (value) => sql`select ${MEMBER_COLUMNS} from authorities.members
    where id = any(${value('ids')}::uuid[]) order by id for update`,
);

export interface NewVersion {
  readonly memberId: string;
  readonly version: number;
  readonly record: MemberRecord;
  readonly closed: boolean;
  readonly effectiveAt: Date;
  readonly act: string;
  readonly changed: readonly Difference[];
}

/** Who acts, and when. */
interface Moment {
  readonly by: string;
  readonly now: Date;
}

const momentOf = ({ actor, clock }: Ctx): Moment => ({ by: actor, now: clock.now() });

/** Where the values of a moment, and lines in JSON, go in the words of a statement. */
type Places = (key: keyof Moment) => RawBuilder<unknown>;

const versionsInto = (
  lines: RawBuilder<unknown>,
  value: Places,
) => sql`insert into authorities.member_versions
    (member_id, version, record, closed, effective_at, recorded_at, act, by, changed)
  select v."memberId", v.version, v.record, v.closed, v."effectiveAt", ${value('now')}::timestamptz, v.act,
    ${value('by')}, v.changed
  from jsonb_to_recordset(${lines}::jsonb) as v("memberId" uuid, version integer,
    record jsonb, closed boolean, "effectiveAt" timestamptz, act text, changed jsonb)`;

const writeVersions = statement<Moment & { versions: string }, unknown>('authorities_versions', (value) =>
  versionsInto(value('versions'), value),
);

/** Records versions, one statement for all. */
export async function insertVersions(ctx: Ctx, versions: readonly NewVersion[]): Promise<void> {
  await writeVersions(ctx.db, { ...momentOf(ctx), versions: JSON.stringify(versions) });
}

export interface MemberStep {
  readonly memberId: string;
  readonly act: string;
  readonly from: MemberState | null;
  readonly to: MemberState;
  readonly details?: Readonly<Record<string, unknown>>;
}

const actsInto = (lines: RawBuilder<unknown>, value: Places) => sql`insert into authorities.acts
    (member_id, act, from_state, to_state, by, at, details)
  select s."memberId", s.act, s."from", s."to", ${value('by')}, ${value('now')}::timestamptz,
    coalesce(s.details, '{}')
  from jsonb_to_recordset(${lines}::jsonb)
    as s("memberId" uuid, act text, "from" text, "to" text, details jsonb)`;

const writeActs = statement<Moment & { acts: string }, unknown>('authorities_acts', (value) =>
  actsInto(value('acts'), value),
);

/** Writes who did which step, one statement for all. */
export async function insertActs(ctx: Ctx, steps: readonly MemberStep[]): Promise<void> {
  await writeActs(ctx.db, { ...momentOf(ctx), acts: JSON.stringify(steps) });
}

/** A member as it is to be: a draft that is not named is no more, a validation that is not named stays. */
type SavedMember = Pick<MemberRow, 'id' | 'state' | 'version'> &
  Partial<Pick<MemberRow, 'draft' | 'validation'>>;

const membersSaved = (lines: RawBuilder<unknown>, value: Places) => sql`update authorities.members m
  set state = l.state, version = l.version, draft = l.draft, validation = coalesce(l.validation, m.validation),
    updated_at = ${value('now')}
  from jsonb_to_recordset(${lines}::jsonb)
    as l(id uuid, state text, version integer, draft jsonb, validation jsonb)
  where m.id = l.id`;

const writeMembers = statement<Moment & { members: string }, unknown>('authorities_members', (value) =>
  membersSaved(value('members'), value),
);

const linesOf = (members: readonly SavedMember[]): string =>
  JSON.stringify(
    members.map(({ id, state, version, draft, validation }) => ({ id, state, version, draft, validation })),
  );

/** Sets state, version and draft of members that the caller has locked, one statement for all. */
export async function saveMembers(ctx: Ctx, members: readonly SavedMember[]): Promise<void> {
  await writeMembers(ctx.db, { ...momentOf(ctx), members: linesOf(members) });
}

type Steps = Readonly<Record<'versions' | 'members' | 'acts', string>>;

const writeSteps = statement<Moment & Steps, unknown>(
  'authorities_steps',
  (value) => sql`with versions as (${versionsInto(value('versions'), value)}),
      saved as (${membersSaved(value('members'), value)})
    ${actsInto(value('acts'), value)}`,
);

/** Versions, the members that they are of, and who did it: the three above by one statement. */
export async function saveSteps(
  ctx: Ctx,
  versions: readonly NewVersion[],
  members: readonly SavedMember[],
  steps: readonly MemberStep[],
): Promise<void> {
  await writeSteps(ctx.db, {
    ...momentOf(ctx),
    versions: JSON.stringify(versions),
    members: linesOf(members),
    acts: JSON.stringify(steps),
  });
}
