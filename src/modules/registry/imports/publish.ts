import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { withoutIndexes } from '../../../platform/db/without-indexes.js';
import { emit } from '../../../platform/events.js';
import { publicationApplied } from '../events.js';
import { isThere, settleMerging } from './merge-accounts.js';
import { KEPT_FIELDS } from './rules/kept-fields.js';

const BIRTH_DATE = KEPT_FIELDS.prosanteconnect.indexOf('birthDate') + 1;

/**
 * Gives the people of `import_touched` their next version, with what they are found by, and asks the copies to take
 * the whole load. All becomes visible with the transaction. In: the load, what else is to be done before the copies are asked.
 */
export async function publish(
  ctx: Ctx,
  id: number,
  first: () => Promise<void> = async () => {},
): Promise<void> {
  await settleMerging(ctx);
  await sql`analyze registry.statements`.execute(ctx.db);
  await sql`analyze import_touched`.execute(ctx.db);
  // Until the register knows the number that takes it in, a number stands for itself.
  await sql`create temp table import_people on commit drop as
    select t.id_nat collate "default" id_nat, array_to_tsvector(array_remove(string_to_array(
        coalesce(a.words, '') || ' ' || coalesce(x.words, ''), ' '), '')) names,
      nullif(split_part(split_part(x.content, E'\n', 1), '|', ${BIRTH_DATE}), '')::date birth_date,
      coalesce(a.id_nat, x.id_nat) is not null and m.main is null open, m.main merged_into,
      coalesce(o.ids, '{}') other_ids
    from (select distinct id_nat from import_touched) t
    left join registry.statements a on a.id_nat = t.id_nat and a.file = 'personne-activite' and a.until is null
    left join registry.statements x on x.id_nat = t.id_nat and x.file = 'prosanteconnect' and x.until is null
    left join registry.merged_ids m on m.id_nat = t.id_nat and ${isThere('m.main')}
    left join (select main, array_agg(id_nat order by id_nat) ids from registry.merged_ids group by main) o
      on o.main = t.id_nat`.execute(ctx.db);
  await sql`analyze import_people`.execute(ctx.db);
  await sql`update registry.persons p set version = p.version + 1, updated_at = ${ctx.clock.now()}, load = ${id},
      names = t.names, birth_date = coalesce(t.birth_date, p.birth_date), other_ids = t.other_ids,
      merged_into = t.merged_into,
      state = case when t.open then 'active' else 'closed' end
    from import_people t where p.id_nat = t.id_nat`.execute(ctx.db);
  const coming = await one(ctx.db, sql<{ n: number }>`select count(*)::int n from import_people`);
  await withoutIndexes(ctx, 'registry.persons', coming?.n ?? 0, ({ alone }) => insertPeople(ctx, id, alone));
  await leaveToAuthorities(ctx, id);
  await first();
  await emit(ctx, [publicationApplied(id)]);
}

// Where nobody else can write, no number can come from elsewhere meanwhile: to make sure costs as much as the rows.
async function insertPeople(ctx: Ctx, id: number, alone: boolean): Promise<void> {
  await sql`insert into registry.persons
      (id_nat, rpps, state, version, names, birth_date, other_ids, merged_into, updated_at, load)
    select t.id_nat, case when left(t.id_nat, 1) = '8' then substr(t.id_nat, 2) end, case when t.open then 'active' else 'closed' end,
      1, t.names, t.birth_date, t.other_ids, t.merged_into, ${ctx.clock.now()}, ${id}
    from import_people t where not exists (select from registry.persons p where p.id_nat = t.id_nat)
    order by t.id_nat ${alone ? sql`` : sql`on conflict do nothing`}`.execute(ctx.db);
}

/** A number that an authority registered between the comparison and now is its own: the load says nothing of it. */
async function leaveToAuthorities(ctx: Ctx, id: number): Promise<void> {
  await sql`delete from registry.statements s where s.load = ${id} and s.id_nat in (
    select p.id_nat from registry.memberships m join registry.persons p on p.id = m.person_id
    where p.load is distinct from ${id})
    and s.id_nat in (select id_nat from import_people)`.execute(ctx.db);
}
