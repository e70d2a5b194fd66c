import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import type { MemberRecord } from '../member-record.js';
import type { MemberState } from '../rules/life-cycle.js';

/** A member as its authority sees it now. `record` is the draft as long as nothing is validated. */
export interface Member {
  readonly memberId: string;
  readonly authority: string;
  readonly idNat: string | null;
  readonly state: MemberState;
  readonly version: number;
  readonly record: MemberRecord;
  readonly validation: {
    readonly agent: string;
    readonly checked: readonly string[];
    readonly at: string;
  } | null;
  /** Why the register, or the authority, refused. */
  readonly refusal: Readonly<Record<string, unknown>> | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const members = sql`select m.id "memberId", m.authority, m.id_nat "idNat", m.state, m.version,
    coalesce(v.record, m.draft) record, m.validation, m.refusal, m.created_at "createdAt", m.updated_at "updatedAt"
  from authorities.members m
  left join authorities.member_versions v on v.member_id = m.id and v.version = m.version`;

/** The member of an id, or undefined. */
export function member(ctx: Pick<Ctx, 'db'>, memberId: string): Promise<Member | undefined> {
  return one(ctx.db, sql<Member>`${members} where m.id = ${memberId}::uuid`);
}

/** The members of an authority who hold some national identifiers. Refused files are left out. */
export async function membersByIdNats(
  ctx: Pick<Ctx, 'db'>,
  authority: string,
  idNats: readonly string[],
): Promise<Member[]> {
  return (await byNumbers(ctx.db, { authority, idNats })).rows;
}

const byNumbers = statement<{ authority: string; idNats: readonly string[] }, Member>(
  'authorities_members_by_number',
  (value) => sql`${members} where m.authority = ${value('authority')} and m.id_nat = any(${value('idNats')})
    and m.state <> 'refused'`,
);

/** The same for one: the member, or undefined. */
export const memberByIdNat = async (
  ctx: Pick<Ctx, 'db'>,
  authority: string,
  idNat: string,
): Promise<Member | undefined> => (await membersByIdNats(ctx, authority, [idNat]))[0];

/** What every authority holds of one person, by authority. */
export function membershipsOf(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<Member[]> {
  return rows(
    ctx.db,
    sql<Member>`${members} where m.id_nat = ${idNat} and m.state <> 'refused' order by m.authority`,
  );
}

export interface MemberList {
  readonly authority: string;
  readonly states: readonly MemberState[];
  /** Start of the birth name or of a national identifier. */
  readonly q?: string;
  /** Where the page before ended. */
  readonly after?: { readonly createdAt: Date; readonly memberId: string };
  readonly limit?: number;
}

/** The files of an authority in some states, oldest first, one page. */
export function listMembers(ctx: Pick<Ctx, 'db'>, list: MemberList): Promise<Member[]> {
  const after = list.after
    ? sql`and (m.created_at, m.id) > (${list.after.createdAt}, ${list.after.memberId}::uuid)`
    : sql``;
  const start = list.q ? `${list.q.trim().replace(/[\\%_]/g, '\\$&')}%` : undefined;
  const q = start
    ? sql`and (coalesce(v.record, m.draft) #>> '{civilStatus,birthName}' ilike ${start}
        or m.id_nat like ${start} or m.id_nat like ${`8${start}`})`
    : sql``;
  return rows(
    ctx.db,
    sql<Member>`${members} where m.authority = ${list.authority} and m.state = any(${[...list.states]})
      ${after} ${q} order by m.created_at, m.id limit ${list.limit ?? 50}`,
  );
}
