import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Damage } from '../../../platform/files/damaged-lines.js';
import type { FileKind } from '../files/index.js';
import type { ImportCount, ImportExample } from './import.js';

/** Files that can bring a person in; the others only add to people of the activities file. */
export const bringsPeople = (kind: FileKind): boolean =>
  kind === 'personne-activite' || kind === 'prosanteconnect';

const MOST_EXAMPLES = 50;

/**
 * Compares the staged lines of one file with what it said last, number by number. Leaves the temporary table
 * `import_change` (of whom it says something else, and how); people whom an authority registered here are counted and
 * taken out, and those who may be the ones of damaged lines keep what is known of them. Their people are locked until the
 * end of the transaction. Out: the counts by kind of identifier, and some examples.
 */
export async function diff(
  ctx: Ctx,
  kind: FileKind,
  table: string,
  damage: Damage = {},
): Promise<{ counts: ImportCount[]; examples: ImportExample[] }> {
  await joinScattered(ctx, table);
  const known = await countKnown(ctx, kind);
  await compare(ctx, kind, table);
  await leaveNamed(ctx, damage.leftAlone ?? []);
  if (damage.nameless) await leaveAbsent(ctx, kind, table);
  await lockPeople(ctx);
  const conflicts = await takeConflictsOut(ctx, table);
  const seen = await tally(ctx, sql`select left(id_nat, 1) prefix, 'seen' what from ${sql.raw(table)}`);
  const strangers = bringsPeople(kind) ? [] : await countStrangers(ctx, table);
  const changed = await tally(ctx, sql`select left(id_nat, 1) prefix, outcome what from import_change`);
  const examples = await rows(
    ctx.db,
    sql<ImportExample>`select ${kind} file, id_nat "idNat", outcome from import_change
      where outcome in ('updated', 'closed')
      order by row_number() over (partition by outcome order by id_nat), outcome limit ${MOST_EXAMPLES}`,
  );
  return { counts: countsOf(kind, [...known, ...seen, ...conflicts, ...strangers, ...changed]), examples };
}

/** Makes one row of the lines of a person that do not follow each other in the file. */
async function joinScattered(ctx: Ctx, table: string): Promise<void> {
  const lines = sql.raw(table);
  await sql`create temp table import_scattered on commit drop as
    select id_nat from ${lines} group by id_nat having count(*) > 1`.execute(ctx.db);
  await sql`with taken as (delete from ${lines} l using import_scattered s
      where l.id_nat = s.id_nat returning l.id_nat, l.words, l.places, l.content)
    insert into ${lines} (id_nat, words, places, content)
    select id_nat, string_agg(distinct words, ' '), string_agg(distinct nullif(places, ''), E'\n'), string_agg(distinct line, E'\n' order by line)
    from taken, unnest(string_to_array(content, E'\n')) as line(line) group by id_nat`.execute(ctx.db);
  await sql`drop table import_scattered`.execute(ctx.db);
  await sql`analyze ${lines}`.execute(ctx.db);
}

async function compare(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  const taken = bringsPeople(kind) ? sql`true` : NAMED;
  await sql`create temp table import_change on commit drop as
    select id_nat, case when s.content is null then case when left(id_nat, 1) = '0' then 'kept' else 'closed' end
        when i.content is null then 'created' else 'updated' end outcome
    from (select id_nat, content from ${sql.raw(table)} s where ${taken}) s
    full join (select id_nat, content from registry.statements
      where file = ${kind} and until is null) i using (id_nat)
    where s.content is distinct from i.content`.execute(ctx.db);
  await sql`analyze import_change`.execute(ctx.db);
}

/** A line that cannot be read says neither that somebody is gone nor what somebody does. */
async function leaveNamed(ctx: Ctx, people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  const those = sql`id_nat = any(${[...people]})`;
  await sql`delete from import_change where outcome = 'updated' and ${those}`.execute(ctx.db);
  await sql`update import_change set outcome = 'kept' where outcome = 'closed' and ${those}`.execute(ctx.db);
}

/** Of whom is a line that names nobody? Of one who is absent, perhaps, or of one who has a line less than before. */
async function leaveAbsent(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  const lines = (content: string) => sql.raw(`length(${content}) - length(replace(${content}, E'\n', ''))`);
  await sql`update import_change set outcome = 'kept' where outcome = 'closed'`.execute(ctx.db);
  await sql`delete from import_change c using ${sql.raw(table)} s, registry.statements i
    where c.outcome = 'updated' and s.id_nat = c.id_nat and i.id_nat = c.id_nat
      and i.file = ${kind} and i.until is null and ${lines('s.content')} < ${lines('i.content')}`.execute(
    ctx.db,
  );
}

/** Of the numbers that the activities name. */
const NAMED = sql`id_nat in (select id_nat from registry.statements h
  where h.file = 'personne-activite' and h.until is null)`;

// In the order of their keys, like every writer of the register; an authority that registers one of them
// at the same time either is seen below, or waits and then takes the person over.
async function lockPeople(ctx: Ctx): Promise<void> {
  await sql`select count(*) from (select from registry.persons
    where id_nat in (select id_nat from import_change) order by id for update) locked`.execute(ctx.db);
}

const MEMBERS = sql`select p.id_nat from registry.memberships m join registry.persons p on p.id = m.person_id`;

async function takeConflictsOut(ctx: Ctx, table: string): Promise<Tally[]> {
  await sql`delete from import_change where id_nat in (${MEMBERS})`.execute(ctx.db);
  return tally(
    ctx,
    sql`select left(id_nat, 1) prefix, 'conflicts' what from ${sql.raw(table)} where id_nat in (${MEMBERS})`,
  );
}

function countKnown(ctx: Ctx, kind: FileKind): Promise<Tally[]> {
  return tally(
    ctx,
    sql`select left(id_nat, 1) prefix, 'known' what from registry.statements where file = ${kind} and until is null`,
  );
}

function countStrangers(ctx: Ctx, table: string): Promise<Tally[]> {
  return tally(
    ctx,
    sql`select left(id_nat, 1) prefix, 'unknown' what from ${sql.raw(table)}
      where not (${NAMED}) and id_nat not in (${MEMBERS})`,
  );
}

interface Tally {
  readonly prefix: string;
  readonly what: string;
  readonly n: number;
}

function tally(ctx: Ctx, lines: RawBuilder<unknown>): Promise<Tally[]> {
  return rows(
    ctx.db,
    sql<Tally>`select prefix, what, count(*)::int n from (${lines}) lines group by prefix, what`,
  );
}

function countsOf(file: FileKind, tallies: readonly Tally[]): ImportCount[] {
  const prefixes = [...new Set(tallies.map((one) => one.prefix))].sort();
  return prefixes.map((prefix) => {
    const of = (what: string) => tallies.find((one) => one.prefix === prefix && one.what === what)?.n ?? 0;
    const counted = {
      known: of('known'),
      created: of('created'),
      updated: of('updated'),
      closed: of('closed'),
      kept: of('kept'),
      conflicts: of('conflicts'),
      unknown: of('unknown'),
    };
    const { created, updated, conflicts, unknown } = counted;
    return { file, prefix, ...counted, unchanged: of('seen') - created - updated - conflicts - unknown };
  });
}
