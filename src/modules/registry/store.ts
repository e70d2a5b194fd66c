import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { statement } from '../../platform/db/statement.js';
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

const holdMemberships = statement<{ ids: readonly string[] }, Membership>(
  'registry_memberships',
  (value) => sql`select member_id "memberId", person_id "personId", applied, refusal
    from registry.memberships where member_id = any(${value('ids')}::uuid[]) order by member_id for update`,
);

/** Takes hold of files until the end of the transaction, known or not yet, always in the same order. */
export async function lockMemberships(ctx: Ctx, memberIds: readonly string[]): Promise<Membership[]> {
  const ids = [...new Set(memberIds)].sort();
  const known = (await holdMemberships(ctx.db, { ids })).rows;
  if (known.length === ids.length) return known;
  await sql`insert into registry.memberships (member_id)
    select id from unnest(${ids}::uuid[]) as id order by id on conflict do nothing`.execute(ctx.db);
  return (await holdMemberships(ctx.db, { ids })).rows;
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
  /** What guards against two numbers for one person: see `certifiedTraits`. */
  readonly certifiedTraits: string | null;
}

const PERSON_COLUMNS = sql.raw(`id, id_nat "idNat", rpps, state, version, origins, other_ids "otherIds",
  merged_into "mergedInto", certified_traits "certifiedTraits"`);

const holdPersons = statement<{ ids: readonly number[] }, PersonRow>(
  'registry_hold_persons',
  (value) => sql`select ${PERSON_COLUMNS} from registry.persons
    where id = any(${value('ids')}::bigint[]) order by id for update`,
);

const holdNumbers = statement<{ idNats: readonly string[] }, PersonRow>(
  'registry_hold_numbers',
  (value) => sql`select ${PERSON_COLUMNS} from registry.persons
    where id_nat = any(${value('idNats')}) order by id for update`,
);

/** People by number, or by key, locked in the order of their keys. */
export async function lockPersons(
  ctx: Ctx,
  by: { readonly idNats: readonly string[] } | { readonly ids: readonly number[] },
): Promise<PersonRow[]> {
  return ('ids' in by ? await holdPersons(ctx.db, by) : await holdNumbers(ctx.db, by)).rows;
}

// The array is hidden in a subquery: one plan serves every length.
const personsByNumber = statement<{ idNats: readonly string[] }, PersonRow>(
  'registry_persons',
  (value) => sql`select ${PERSON_COLUMNS} from registry.persons
    where id_nat = any(array(select unnest(${value('idNats')}::text[])))`,
);

/** People by number. */
export async function findPersons(ctx: Pick<Ctx, 'db'>, idNats: readonly string[]): Promise<PersonRow[]> {
  return (await personsByNumber(ctx.db, { idNats })).rows;
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
export async function statementsOf(ctx: Pick<Ctx, 'db'>, idNats: readonly string[]): Promise<Statement[]> {
  return (await statementsByNumber(ctx.db, { idNats })).rows;
}

const statementsByNumber = statement<{ idNats: readonly string[] }, Statement>(
  'registry_statements',
  (value) => sql`select ${STATEMENT_COLUMNS} from registry.statements s
    where id_nat = any(${value('idNats')}) and taken_over_at is null`,
);

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

type Numbered = Pick<PersonRow, 'id' | 'idNat'>;

const partsOf = statement<{ ids: readonly number[] }, PartRow>(
  'registry_parts',
  (value) => sql`select ${PART_COLUMNS} from registry.parts
    where person_id = any(${value('ids')}::bigint[]) and superseded_at is null order by valid_from`,
);

/** What authorities and files say of some people: rows of parts, those of files without an id. */
async function readParts(ctx: Pick<Ctx, 'db'>, persons: readonly Numbered[]) {
  const written = (await partsOf(ctx.db, { ids: persons.map(({ id }) => id) })).rows;
  return { written, unfolded: await unfoldedParts(ctx, persons) };
}

function together(
  persons: readonly Numbered[],
  parts: Readonly<Record<'written' | 'unfolded', readonly PartRow[]>>,
): Map<number, PartRow[]> {
  const written = Map.groupBy(parts.written, (row) => row.personId);
  const unfolded = Map.groupBy(parts.unfolded, (row) => row.personId);
  return new Map(
    persons.map(({ id }) => [id, withStatements(written.get(id) ?? [], unfolded.get(id) ?? [])]),
  );
}

/** The rows held as true of some people, whatever the instant they speak of, by person. */
export async function heldParts(
  ctx: Pick<Ctx, 'db'>,
  persons: readonly Numbered[],
): Promise<Map<number, PartRow[]>> {
  return together(persons, await readParts(ctx, persons));
}

/**
 * Makes parts of the register of what national files say of some people: an authority registers them here, and its own
 * word takes over. Out: their rows, as `heldParts`; the files say nothing of these people any more.
 */
export async function takeOver(ctx: Ctx, persons: readonly PersonRow[]): Promise<Map<number, PartRow[]>> {
  const parts = await readParts(ctx, persons);
  const held = together(persons, parts);
  if (parts.unfolded.length === 0) return held;
  await saveParts(
    ctx,
    [...held.values()].flat().filter((row) => row.id === undefined),
  );
  await sql`update registry.statements set taken_over_at = ${ctx.clock.now()}
    where id_nat = any(${persons.map((one) => one.idNat)}) and taken_over_at is null`.execute(ctx.db);
  return heldParts(ctx, persons);
}

// Those set aside first, though by one statement: what is held as true never overlaps.
const writeParts = statement<{ aside: string; added: string }, unknown>(
  'registry_save_parts',
  (value) => sql`with aside as (
      update registry.parts p set superseded_at = s."supersededAt"
      from jsonb_to_recordset(${value('aside')}::jsonb) as s(id bigint, "supersededAt" timestamptz)
      where p.id = s.id returning p.id)
    insert into registry.parts (person_id, kind, key, value, valid_from, valid_to, recorded_at, superseded_at,
      authority, act)
    select a."personId", a.kind, a.key, a.value, a."validFrom", a."validTo", a."recordedAt", a."supersededAt",
      a.authority, a.act
    from jsonb_to_recordset(${value('added')}::jsonb) as a("personId" bigint, kind text, key text,
      value jsonb, "validFrom" timestamptz, "validTo" timestamptz, "recordedAt" timestamptz,
      "supersededAt" timestamptz, authority text, act text)
    where (select count(*) from aside) >= 0`,
);

/** Writes what changed among rows: those set aside, then the new ones. One statement. */
export async function saveParts(ctx: Ctx, parts: readonly PartRow[]): Promise<void> {
  const aside = parts.flatMap(({ id, supersededAt }) =>
    id !== undefined && supersededAt !== null ? [{ id, supersededAt }] : [],
  );
  const added = parts.filter((row) => row.id === undefined);
  if (aside.length + added.length === 0) return;
  await writeParts(ctx.db, { aside: JSON.stringify(aside), added: JSON.stringify(added) });
}
