import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import type { FileKind } from '../files/index.js';
import { bringsPeople } from './diff.js';
import type { Answers } from './wanted-parts.js';

/**
 * Writes what `import_wanted` says into the parts of the people of `import_change`: what is no more ends now, what is
 * new begins now, what is the same is not touched; then the new last state of the file. A constant number of statements.
 */
export async function writeParts(ctx: Ctx, kind: FileKind, answers: Answers): Promise<void> {
  const now = ctx.clock.now();
  const act = `import ${kind}`;
  await sql`analyze import_wanted`.execute(ctx.db);
  await sql`create temp table import_held on commit drop as
    select p.id, p.person_id, p.kind, p.key, p.value, p.valid_from, p.authority, p.act
    from import_change c join registry.parts p on p.person_id = c.person_id
    where c.outcome <> 'kept' and p.superseded_at is null and p.valid_to is null and p.act like 'import %'
      and (p.kind = any(${[...answers.always]}) or (c.alone and p.kind = any(${[...answers.alone]})))`.execute(
    ctx.db,
  );
  await sql`create temp table import_gone on commit drop as
    select h.* from import_held h left join import_wanted w using (person_id, kind, key)
    where w.key is null or w.value <> h.value or w.authority <> h.authority`.execute(ctx.db);
  await sql`update registry.parts p set superseded_at = ${now} from import_gone g where p.id = g.id`.execute(
    ctx.db,
  );
  await sql`insert into registry.parts
      (person_id, kind, key, value, valid_from, valid_to, recorded_at, authority, act)
    select person_id, kind, key, value, valid_from, ${now}, ${now}, authority, act
    from import_gone where valid_from < ${now}`.execute(ctx.db);
  await sql`insert into registry.parts (person_id, kind, key, value, valid_from, recorded_at, authority, act)
    select w.person_id, w.kind, w.key, w.value, ${now}, ${now}, w.authority, ${act}
    from import_wanted w left join import_held h using (person_id, kind, key)
    where h.key is null or w.value <> h.value or w.authority <> h.authority
    order by w.person_id, w.kind, w.key`.execute(ctx.db);
  await writeLastState(ctx, kind);
}

async function writeLastState(ctx: Ctx, kind: FileKind): Promise<void> {
  const keys = bringsPeople(kind)
    ? sql`(select person_id, array_agg(distinct exercise order by exercise) keys from import_cells
        where exercise is not null and alone group by person_id)`
    : sql`(select null::bigint person_id, null::text[] keys where false)`;
  await sql`insert into registry.imported (file, id_nat, person_id, hash, words, exercises, closed)
    select ${kind}, c.id_nat, c.person_id, c.hash, c.words, coalesce(e.keys, '{}'), false
    from import_change c left join ${keys} e on e.person_id = c.person_id
    where c.outcome in ('created', 'updated', 'moved') order by c.id_nat
    on conflict (file, id_nat) do update set person_id = excluded.person_id, hash = excluded.hash,
      words = excluded.words, exercises = excluded.exercises, closed = false`.execute(ctx.db);
  await sql`update registry.imported i set closed = true, words = '', exercises = '{}'
    from import_change c where c.outcome = 'closed' and i.file = ${kind} and i.id_nat = c.id_nat`.execute(
    ctx.db,
  );
}
