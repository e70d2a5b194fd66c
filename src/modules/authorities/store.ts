import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
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
export function lockMembers(ctx: Ctx, ids: readonly string[]): Promise<MemberRow[]> {
  return rows(
    ctx.db,
    sql<MemberRow>`select ${MEMBER_COLUMNS} from authorities.members
      where id = any(${[...ids]}::uuid[]) order by id for update`,
  );
}

export interface NewVersion {
  readonly memberId: string;
  readonly version: number;
  readonly record: MemberRecord;
  readonly closed: boolean;
  readonly effectiveAt: Date;
  readonly act: string;
  readonly changed: readonly Difference[];
}

/** Records versions, one statement for all. */
export async function insertVersions(ctx: Ctx, versions: readonly NewVersion[]): Promise<void> {
  await sql`insert into authorities.member_versions
      (member_id, version, record, closed, effective_at, recorded_at, act, by, changed)
    select v."memberId", v.version, v.record, v.closed, v."effectiveAt", ${ctx.clock.now()}, v.act,
      ${ctx.actor}, v.changed
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as v("memberId" uuid, version integer,
      record jsonb, closed boolean, "effectiveAt" timestamptz, act text, changed jsonb)`.execute(ctx.db);
}

export interface MemberStep {
  readonly memberId: string;
  readonly act: string;
  readonly from: MemberState | null;
  readonly to: MemberState;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes who did which step, one statement for all. */
export async function insertActs(ctx: Ctx, steps: readonly MemberStep[]): Promise<void> {
  await sql`insert into authorities.acts (member_id, act, from_state, to_state, by, at, details)
    select s."memberId", s.act, s."from", s."to", ${ctx.actor}, ${ctx.clock.now()}, coalesce(s.details, '{}')
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
      as s("memberId" uuid, act text, "from" text, "to" text, details jsonb)`.execute(ctx.db);
}

/** A member as it is to be: a draft that is not named is no more, a validation that is not named stays. */
type SavedMember = Pick<MemberRow, 'id' | 'state' | 'version'> &
  Partial<Pick<MemberRow, 'draft' | 'validation'>>;

/** Sets state, version and draft of members that the caller has locked, one statement for all. */
export async function saveMembers(ctx: Ctx, members: readonly SavedMember[]): Promise<void> {
  const lines = members.map(({ id, state, version, draft, validation }) => ({
    id,
    state,
    version,
    draft,
    validation,
  }));
  await sql`update authorities.members m set state = l.state, version = l.version, draft = l.draft,
      validation = coalesce(l.validation, m.validation), updated_at = ${ctx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l(id uuid, state text, version integer, draft jsonb, validation jsonb)
    where m.id = l.id`.execute(ctx.db);
}
