import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import type { RefusalReason } from './outcome.js';
import type { PartRow } from './part.js';
import { unfoldStatements } from './rules/unfold-statements.js';
import { withStatements } from './rules/with-statements.js';
import type { Statement } from './statement.js';

/** The link between a file of an authority and a person. */
export interface Membership {
  readonly memberId: string;
  readonly personId: number | null;
  readonly applied: number;
  readonly refusal: RefusalReason | null;
}

/** Takes hold of files until the end of the transaction, known or not yet, always in the same order. */
export async function lockMemberships(ctx: Ctx, memberIds: readonly string[]): Promise<Membership[]> {
  const ids = [...new Set(memberIds)].sort();
  await sql`insert into registry.memberships (member_id)
    select id from unnest(${ids}::uuid[]) as id order by id on conflict do nothing`.execute(ctx.db);
  return rows(
    ctx.db,
    sql<Membership>`select member_id "memberId", person_id "personId", applied, refusal
      from registry.memberships where member_id = any(${ids}::uuid[]) order by member_id for update`,
  );
}

export interface PersonRow {
  readonly id: number;
  readonly idNat: string;
  readonly rpps: string | null;
  readonly state: 'active' | 'closed';
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
  readonly otherIds: readonly string[];
  readonly mergedInto: string | null;
}

const PERSON_COLUMNS = sql.raw(`id, id_nat "idNat", rpps, state, version, origins, other_ids "otherIds",
  merged_into "mergedInto"`);

/** People by number, or by key, locked in the order of their keys. */
export function lockPersons(
  ctx: Ctx,
  by: { readonly idNats: readonly string[] } | { readonly ids: readonly number[] },
): Promise<PersonRow[]> {
  const which = 'ids' in by ? sql`id = any(${[...by.ids]}::bigint[])` : sql`id_nat = any(${[...by.idNats]})`;
  return rows(
    ctx.db,
    sql<PersonRow>`select ${PERSON_COLUMNS} from registry.persons where ${which} order by id for update`,
  );
}

/** People by number. */
export function findPersons(ctx: Pick<Ctx, 'db'>, idNats: readonly string[]): Promise<PersonRow[]> {
  return rows(
    ctx.db,
    sql<PersonRow>`select ${PERSON_COLUMNS} from registry.persons where id_nat = any(${[...idNats]})`,
  );
}

/** Part columns under the names of PartRow. */
export const PART_COLUMNS = sql.raw(
  `id, person_id "personId", kind, key, value, valid_from "validFrom", valid_to "validTo",
   recorded_at "recordedAt", superseded_at "supersededAt", authority, act`,
);

const STATEMENT_COLUMNS = sql.raw(
  `s.id_nat "idNat", s.file, s.since, s.until, s.with_skills "withSkills", s.content`,
);

/** What national files say, or said, of some numbers, as long as no authority registered their people here. */
export function statementsOf(ctx: Pick<Ctx, 'db'>, idNats: readonly string[]): Promise<Statement[]> {
  return rows(
    ctx.db,
    sql<Statement>`select ${STATEMENT_COLUMNS} from registry.statements s
      where id_nat = any(${[...idNats]}) and taken_over_at is null`,
  );
}

/** What national files say of some people, as rows of parts. */
export async function unfoldedParts(
  ctx: Pick<Ctx, 'db'>,
  persons: readonly Pick<PersonRow, 'id' | 'idNat'>[],
): Promise<PartRow[]> {
  const statements = Map.groupBy(
    await statementsOf(
      ctx,
      persons.map((one) => one.idNat),
    ),
    (one) => one.idNat,
  );
  return persons.flatMap(({ id, idNat }) => unfoldStatements(id, statements.get(idNat) ?? []));
}

/** The rows held as true of some people, whatever the instant they speak of, by person. */
export async function heldParts(
  ctx: Pick<Ctx, 'db'>,
  persons: readonly Pick<PersonRow, 'id' | 'idNat'>[],
): Promise<Map<number, PartRow[]>> {
  const own = await rows(
    ctx.db,
    sql<PartRow>`select ${PART_COLUMNS} from registry.parts
      where person_id = any(${persons.map((one) => one.id)}::bigint[]) and superseded_at is null
      order by valid_from`,
  );
  const [written, unfolded] = [own, await unfoldedParts(ctx, persons)].map((parts) =>
    Map.groupBy(parts, (row) => row.personId),
  );
  return new Map(
    persons.map(({ id }) => [id, withStatements(written?.get(id) ?? [], unfolded?.get(id) ?? [])]),
  );
}

/**
 * Makes parts of the register of what national files say of some people: an authority registers them here, and its own
 * word takes over. Out: nothing; the files say nothing of these people any more.
 */
export async function takeOver(ctx: Ctx, persons: readonly PersonRow[]): Promise<void> {
  const parts = await unfoldedParts(ctx, persons);
  if (parts.length === 0) return;
  const held = await heldParts(ctx, persons);
  await saveParts(
    ctx,
    [...held.values()].flat().filter((row) => row.id === undefined),
  );
  await sql`update registry.statements set taken_over_at = ${ctx.clock.now()}
    where id_nat = any(${persons.map((one) => one.idNat)}) and taken_over_at is null`.execute(ctx.db);
}

/** Writes what changed among rows: those set aside, then the new ones. */
export async function saveParts(ctx: Ctx, parts: readonly PartRow[]): Promise<void> {
  const setAside = parts.filter((row) => row.id !== undefined && row.supersededAt !== null);
  if (setAside.length > 0) {
    await sql`update registry.parts p set superseded_at = s."supersededAt"
      from jsonb_to_recordset(${JSON.stringify(setAside)}::jsonb) as s(id bigint, "supersededAt" timestamptz)
      where p.id = s.id`.execute(ctx.db);
  }
  const added = parts.filter((row) => row.id === undefined);
  if (added.length === 0) return;
  await sql`insert into registry.parts (person_id, kind, key, value, valid_from, valid_to, recorded_at,
      superseded_at, authority, act)
    select a."personId", a.kind, a.key, a.value, a."validFrom", a."validTo", a."recordedAt", a."supersededAt",
      a.authority, a.act
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as a("personId" bigint, kind text, key text,
      value jsonb, "validFrom" timestamptz, "validTo" timestamptz, "recordedAt" timestamptz,
      "supersededAt" timestamptz, authority text, act text)`.execute(ctx.db);
}
