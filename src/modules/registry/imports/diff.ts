import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { FileKind } from '../files/index.js';
import type { ImportCount, ImportExample } from './import.js';

/** Files that can bring a person in; the others only add to people of the activities file. */
export const bringsPeople = (kind: FileKind): boolean =>
  kind === 'personne-activite' || kind === 'prosanteconnect';

const MOST_EXAMPLES = 50;

/**
 * Compares the staged lines of one file with its last state, person by person, by a hash of the content. Leaves the
 * temporary tables `import_seen` (everybody in the file) and `import_change` (whom it changes, and how); people whom an
 * authority registered here are counted and taken out. Out: the counts by kind of identifier, and some examples.
 */
export async function diff(
  ctx: Ctx,
  kind: FileKind,
  table: string,
): Promise<{ counts: ImportCount[]; examples: ImportExample[] }> {
  await readSeen(ctx, kind, table);
  const known = await countKnown(ctx, kind);
  await compare(ctx, kind);
  if (bringsPeople(kind)) await bringPeople(ctx);
  const conflicts = await takeConflictsOut(ctx);
  const seen = await tally(ctx, sql`select left(id_nat, 1) prefix, 'seen' what from import_seen`);
  const strangers = bringsPeople(kind) ? [] : await countStrangers(ctx);
  const changed = await tally(ctx, sql`select left(id_nat, 1) prefix, outcome what from import_change`);
  const examples = await rows(
    ctx.db,
    sql<ImportExample>`select ${kind} file, id_nat "idNat", outcome from import_change
      where outcome in ('updated', 'closed') order by outcome, id_nat limit ${MOST_EXAMPLES}`,
  );
  return { counts: countsOf(kind, [...known, ...seen, ...conflicts, ...strangers, ...changed]), examples };
}

// What a file says of a person may hang on what the activities say: the hash then covers that too. `moved` is the hash
// that the restricted extraction had while the activities did not name the person, or no longer do: no change of its own.
async function readSeen(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  await sql`create temp table import_seen on commit drop as
    select s.id_nat, s.words, h.person_id home, coalesce(h.exercises, '{}') exercises,
      md5(s.content || ${HANGS_ON[kind]})::uuid hash, md5(s.content || (h.person_id is not null))::uuid moved
    from (select id_nat, md5(string_agg(distinct line, E'\n' order by line)) content,
        string_agg(distinct words, ' ') words from ${sql.raw(table)} group by id_nat) s
    left join registry.imported h on h.file = 'personne-activite' and h.id_nat = s.id_nat and not h.closed`.execute(
    ctx.db,
  );
  await sql`create unique index on import_seen (id_nat)`.execute(ctx.db);
  await sql`analyze import_seen`.execute(ctx.db);
}

const HANGS_ON: Readonly<Record<FileKind, RawBuilder<string>>> = {
  'personne-activite': sql`''`,
  'savoir-faire': sql`array_to_string(h.exercises, ',')`,
  diplomes: sql`coalesce(h.exercises[1], '')`,
  prosanteconnect: sql`(h.person_id is null)`,
};

async function compare(ctx: Ctx, kind: FileKind): Promise<void> {
  const taken = bringsPeople(kind) ? sql`true` : sql`home is not null`;
  const named = sql`exists (select from registry.imported h
    where h.file = 'personne-activite' and h.id_nat = coalesce(s.id_nat, i.id_nat) and not h.closed)`;
  const alone = kind === 'personne-activite' ? sql`true` : sql`not ${named}`;
  await sql`create temp table import_change on commit drop as
    select id_nat, coalesce(i.person_id, s.home) person_id, s.hash, coalesce(s.words, '') words,
      coalesce(s.exercises, '{}') exercises, ${alone} alone,
      case when s.id_nat is null then case when left(i.id_nat, 1) = '0' then 'kept' else 'closed' end
        when i.id_nat is null or i.closed then 'created'
        when ${kind === 'prosanteconnect'} and i.hash = s.moved then 'moved' else 'updated' end outcome
    from (select * from import_seen where ${taken}) s
    full join (select * from registry.imported where file = ${kind}) i using (id_nat)
    where case when s.id_nat is null then not i.closed
      else i.id_nat is null or i.closed or i.hash <> s.hash end`.execute(ctx.db);
}

// Locked in the order of their keys, like every writer of the register; an authority that registers one of them
// at the same time either is seen below, or waits and then takes the person over.
async function bringPeople(ctx: Ctx): Promise<void> {
  await sql`insert into registry.persons (id_nat, rpps, state, version, updated_at)
    select id_nat, case when left(id_nat, 1) = '8' then substr(id_nat, 2) end, 'active', 0, ${ctx.clock.now()}
    from import_change where person_id is null order by id_nat on conflict do nothing`.execute(ctx.db);
  await sql`update import_change c set person_id = p.id from registry.persons p
    where c.person_id is null and p.id_nat = c.id_nat`.execute(ctx.db);
}

async function takeConflictsOut(ctx: Ctx): Promise<Tally[]> {
  await sql`analyze import_change`.execute(ctx.db);
  await sql`select count(*) from (select from registry.persons
    where id in (select person_id from import_change) order by id for update) locked`.execute(ctx.db);
  await sql`delete from import_change c using registry.memberships m
    where m.person_id = c.person_id`.execute(ctx.db);
  return tally(
    ctx,
    sql`select left(s.id_nat, 1) prefix, 'conflicts' what from import_seen s
      join registry.persons p on p.id_nat = s.id_nat
      where exists (select from registry.memberships m where m.person_id = p.id)`,
  );
}

function countKnown(ctx: Ctx, kind: FileKind): Promise<Tally[]> {
  return tally(
    ctx,
    sql`select left(id_nat, 1) prefix, 'known' what from registry.imported where file = ${kind} and not closed`,
  );
}

function countStrangers(ctx: Ctx): Promise<Tally[]> {
  return tally(
    ctx,
    sql`select left(s.id_nat, 1) prefix, 'unknown' what from import_seen s where s.home is null and not exists (
      select from registry.persons p join registry.memberships m on m.person_id = p.id where p.id_nat = s.id_nat)`,
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
