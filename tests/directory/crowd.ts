import { sql } from 'kysely';
import { fillDirectory } from '../../src/modules/directory/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { directoryPeople, directoryStructures } from '../../src/sandbox/nation/directory-people.js';

/** People drawn one by one; the crowd is as many copies of each as it takes. */
const DRAWN = 4_000;
/** Establishments drawn, and copied as often. */
const STRUCTURES = 1_000;
const SEED = 7;

/**
 * A directory of many people, their structures and their mailboxes, in a few seconds: some thousands drawn like those of
 * the fictitious nation, each copied under other numbers and other names, so that every term is as frequent as in a
 * whole nation. In: how many people, a multiple of 4,000.
 */
export async function putCrowd(ctx: Ctx, people: number): Promise<void> {
  const copies = people / DRAWN - 1;
  await upsertStructures(ctx, [...directoryStructures(SEED, STRUCTURES)]);
  await fillDirectory(ctx, directoryPeople(SEED, DRAWN), DRAWN);
  const indexes = (
    await sql<{ name: string; definition: string }>`select indexrelid::regclass::text as name,
        pg_get_indexdef(indexrelid) definition from pg_index
      where indrelid = 'directory.entries'::regclass and not indisunique`.execute(ctx.db)
  ).rows;
  for (const { name } of indexes) await sql`drop index ${sql.raw(name)}`.execute(ctx.db);
  await copyPeople(ctx, copies);
  for (const { definition } of indexes) await sql`${sql.raw(definition)}`.execute(ctx.db);
  await copyNames(ctx);
  await copyStructures(ctx, copies);
  for (const table of [
    'directory.entries',
    'directory.names',
    'directory.structure_mailboxes',
    'structures.structures',
  ])
    await sql`analyze ${sql.raw(table)}`.execute(ctx.db);
}

// A name gets one of twenty endings, so that it is borne by a twentieth of the copies.
const copyPeople = (ctx: Ctx, copies: number) =>
  sql`insert into directory.entries
      (id_nat, version, origins, published, published_at, updated_at, person, sort_name, terms, projection, mailboxes)
    select e.id_nat || 'x' || n, 1, '{}', e.published, e.published_at, e.updated_at + n * interval '1 second',
      e.person, e.sort_name || ' ' || chr(97 + n % 20),
      array_to_tsvector(array(select case when t ~ '^n_' then t || chr(97 + n % 20) else t end
        from unnest(tsvector_to_array(e.terms)) t)),
      e.projection,
      case when n % 5 = 0 then jsonb_build_array(jsonb_build_object('id', e.id_nat || n, 'type', 'PER', 'published', true,
        'redList', false, 'dematerialisation', true, 'address', e.id_nat || '.' || n || '@medecin.mssante.example'))
        else '[]' end
    from directory.entries e, generate_series(1, ${copies}::int) n`.execute(ctx.db);

const copyNames = (ctx: Ctx) =>
  sql`insert into directory.names (word, keys)
    select word || chr(97 + n), array(select k || chr(97 + n) from unnest(keys) k)
    from directory.names, generate_series(0, 19) n`.execute(ctx.db);

async function copyStructures(ctx: Ctx, copies: number): Promise<void> {
  await sql`insert into structures.structures (id, national_id, finess, siret, data, updated_at, since, active, kind,
      category, sort_name, terms)
    select id || 'X' || n, national_id || 'X' || n, finess || 'X' || n, siret || 'X' || n, data, updated_at, since, active,
      kind, category, sort_name || ' ' || n, terms
    from structures.structures, generate_series(1, ${copies}::int) n`.execute(ctx.db);
  await sql`insert into directory.structure_mailboxes (structure_id, mailboxes, version, updated_at, xid)
    select id, jsonb_build_array(jsonb_build_object('id', id, 'type', 'ORG', 'published', true, 'redList', false,
      'dematerialisation', true, 'address', id || '@ch.mssante.example')), 1, updated_at, pg_current_xact_id()
    from structures.structures`.execute(ctx.db);
}
