import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { PSI_FORM } from '../../nomenclatures/index.js';
import { tellOtherIds } from '../actions/stand-alone.js';
import type { Merged } from './import.js';
import { KEPT_FIELDS } from './rules/kept-fields.js';
import { LOADS } from './store.js';

const OTHERS = KEPT_FIELDS.prosanteconnect.indexOf('otherIds') + 1;

/** The other numbers that a statement of the extraction tells: its lines all tell the same. */
const othersIn = (content: string) =>
  sql`string_to_array(nullif(split_part(split_part(${sql.ref(content)}, E'\n', 1), '|', ${sql.lit(OTHERS)}), ''), ';')`;

/** An identity that Pro Santé Connect gave by itself. */
const PSI = sql.lit(PSI_FORM);

// An RPPS number stands for its person before any other; an ADELI number is taken in by all others. An identity that
// Pro Santé Connect gave by itself is of no register: it never names a record here.
const rankOf = (id: string) =>
  sql`case when ${sql.ref(id)} ~ ${PSI} then 4 when left(${sql.ref(id)}, 1) = '8' then 1
    when left(${sql.ref(id)}, 1) = '0' then 3 else 2 end`;

/** Makes the table of the numbers whose account changes, for the time of the transaction. */
export async function openMerging(ctx: Ctx): Promise<void> {
  await sql`create temp table import_merging (id_nat text collate "C") on commit drop`.execute(ctx.db);
}

/**
 * Takes up what the extraction says of the numbers of one person, and forgets what it says no more. In: the number of
 * the load, its statements written and their numbers in `import_touched`. Leaves in `import_merging` whoever changes.
 */
export async function mergeOfExtraction(ctx: Ctx, id: number): Promise<void> {
  const table = sql.raw(LOADS.book.staged(id, 'prosanteconnect'));
  const told = await one(
    ctx.db,
    sql<{
      any: boolean;
    }>`select exists (select from ${table} where ${othersIn('content')} is not null) "any"`,
  );
  // A file without the column says nothing of other numbers: what was said holds.
  if (!told?.any) return;
  await sql`create temp table import_pairs on commit drop as
    with accounts as (
      select s.id_nat own, o.id from registry.statements s, unnest(${othersIn('s.content')} || s.id_nat) o(id)
      where s.id_nat in (select id_nat from import_touched) and s.file = 'prosanteconnect' and s.until is null
        and ${othersIn('s.content')} is not null),
    mains as (select distinct on (own) own, id main from accounts order by own, ${rankOf('id')}, id)
    select distinct a.id id_nat, m.main from accounts a join mains m using (own) where a.id <> m.main`.execute(
    ctx.db,
  );
  await addPairs(ctx, id, 'psc');
  await forgetGone(ctx);
}

/**
 * Makes one account of each pair of `import_pairs` (id_nat, main), which it drops. A number that leads elsewhere
 * already, or that an authority registered here, is left alone. Out: how many were new, known, left.
 */
export async function addPairs(ctx: Ctx, id: number, source: 'correspondances' | 'psc'): Promise<Merged> {
  // What leads to a number that is taken in itself leads to where that one leads.
  await sql`update import_pairs p set main = m.main from registry.merged_ids m
    where m.id_nat = p.main and m.main <> p.id_nat`.execute(ctx.db);
  const before = await one(
    ctx.db,
    sql<Omit<Merged, 'merged'>>`select count(*) filter (where m.main = p.main)::int known,
        count(*) filter (where m.main <> p.main or (m.main is null and r.id_nat is not null))::int conflicts
      from import_pairs p left join registry.merged_ids m using (id_nat)
      left join (${REGISTERED}) r using (id_nat)`,
  );
  const added = await one(
    ctx.db,
    sql<{ merged: number }>`with added as (
        insert into registry.merged_ids (id_nat, main, source, load, since)
        select distinct on (id_nat) id_nat, main, ${source}, ${id}::bigint, ${ctx.clock.now()}::timestamptz
        from import_pairs where id_nat not in (${REGISTERED}) order by id_nat, main
        on conflict do nothing returning id_nat, main),
      noted as (insert into import_merging select id_nat from added union select main from added)
      select count(*)::int merged from added`,
  );
  await shorten(ctx);
  await sql`drop table import_pairs`.execute(ctx.db);
  return { known: 0, conflicts: 0, ...before, merged: added?.merged ?? 0 };
}

// A number leads to the one that its person goes by, in one step. Always towards a better rank, then a smaller number:
// there is no circle.
async function shorten(ctx: Ctx): Promise<void> {
  for (let led = 1; led > 0; ) {
    led = await affected(
      ctx.db,
      sql`with led as (update registry.merged_ids m set main = n.main from registry.merged_ids n
          where n.id_nat = m.main returning m.id_nat, m.main)
        insert into import_merging select id_nat from led union select main from led`,
    );
  }
}

/** Parts again the accounts that the pairs of `import_pairs`, which it drops, once made one. Out: how many. */
export async function removePairs(ctx: Ctx): Promise<Merged> {
  const removed = await one(
    ctx.db,
    sql<{ merged: number }>`with gone as (
        delete from registry.merged_ids m using import_pairs p
        where m.id_nat = p.id_nat and m.main = p.main and m.source = 'correspondances' returning m.id_nat, m.main),
      noted as (insert into import_merging select id_nat from gone union select main from gone)
      select count(*)::int merged from gone`,
  );
  await sql`drop table import_pairs`.execute(ctx.db);
  return { merged: removed?.merged ?? 0, known: 0, conflicts: 0 };
}

const REGISTERED = sql`select distinct p.id_nat from registry.memberships m
  join registry.persons p on p.id = m.person_id`;

/** Whether the last state of the files names a number. */
const isNamed = (id: string) => sql`exists (select from registry.statements n where n.id_nat = ${sql.ref(id)}
  and n.file in ('personne-activite', 'prosanteconnect') and n.until is null)`;

/** Whether the register knows a number as somebody's, once the load is applied. */
export const isThere = (id: string) => sql`(${isNamed(id)}
  or exists (select from registry.persons t where t.id_nat = ${sql.ref(id)} and t.state = 'active'))`;

// Rule RG01 of the national loader: a second number that left the files is removed from its account; an ADELI number
// only when no RPPS number is left there, one that Pro Santé Connect gave never.
async function forgetGone(ctx: Ctx): Promise<void> {
  await sql`with gone as (
      delete from registry.merged_ids m
      where m.source = 'psc' and m.id_nat !~ '^0' and m.id_nat !~ ${PSI}
        and (m.main in (select id_nat from import_touched) or m.id_nat in (select id_nat from import_touched))
        and not ${isNamed('m.id_nat')}
        and not exists (select from registry.statements s where s.id_nat = m.main and s.file = 'prosanteconnect'
          and s.until is null and m.id_nat = any(${othersIn('s.content')}))
      returning id_nat, main)
    insert into import_merging select id_nat from gone union select main from gone`.execute(ctx.db);
}

/**
 * Lets the numbers of an account go when the number that held them together has left the files: each stands for itself
 * again. Those whose main number comes with this load are taken in. In: a load, what it touches in
 * `import_touched`. Leaves in `import_merging` whoever changes.
 */
export async function releaseOfClosed(ctx: Ctx): Promise<void> {
  const merged = await one(ctx.db, sql`select from registry.merged_ids limit 1`);
  if (!merged) return;
  await sql`with gone as (
      delete from registry.merged_ids m
      where m.main in (select id_nat from import_touched) and not ${isNamed('m.main')}
        and m.main not in (${REGISTERED})
        and exists (select from registry.persons p where p.id_nat = m.main and p.state = 'active')
      returning m.id_nat, m.main)
    insert into import_merging select id_nat from gone union select main from gone`.execute(ctx.db);
  await sql`insert into import_merging select m.id_nat from registry.merged_ids m
    left join registry.persons p on p.id_nat = m.id_nat
    where m.main in (select id_nat from import_touched) and p.merged_into is distinct from m.main`.execute(
    ctx.db,
  );
}

/**
 * Puts those of `import_merging` among the people whom the load touches; a person registered here by an authority is
 * no matter of a load, and is only told his other numbers.
 */
export async function settleMerging(ctx: Ctx): Promise<void> {
  const registered = await rows(
    ctx.db,
    sql<{
      idNat: string;
    }>`select distinct id_nat "idNat" from import_merging where id_nat in (${REGISTERED})`,
  );
  // Of two numbers that the register does not know, nothing is made until it knows the main one.
  await sql`insert into import_touched select distinct g.id_nat from import_merging g
    where g.id_nat not in (${REGISTERED}) and (exists (select from registry.persons p where p.id_nat = g.id_nat)
      or exists (select from registry.merged_ids m where m.id_nat = g.id_nat and ${isThere('m.main')}))`.execute(
    ctx.db,
  );
  if (registered.length === 0) return;
  await tellOtherIds(
    ctx,
    registered.map(({ idNat }) => idNat),
  );
}
