import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { withoutIndexes } from '../../../platform/db/without-indexes.js';
import { collectGarbage } from '../../../platform/memory.js';
import {
  addStructures,
  knowLegalEntities,
  STRUCTURES_TABLE,
  type Structure,
  upsertStructures,
} from '../../structures/index.js';
import type { FileKind } from '../files/index.js';
import { placeOf } from './rules/place-of.js';

const BATCH = 2000;
/** Batches between two collections of garbage. */
const COLLECT_EVERY = 20;

interface Place {
  readonly id: string;
  readonly place: string;
  readonly known: boolean;
  readonly borne: boolean;
}

/**
 * Takes in the structures that the lines of the people of `import_change` name, where they are new or changed. A
 * structure that is known from elsewhere is left alone, and a national identifier that another one bears is not given
 * twice. In: the file, the table of its staged lines, the connection of the transaction.
 */
export async function settleStructures(
  ctx: Ctx,
  client: PoolClient,
  kind: FileKind,
  table: string,
): Promise<void> {
  await readPlaces(ctx, kind, table);
  await withoutWhatIsSettled(ctx);
  const entities = new Set<string>();
  const coming = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from import_places where not known`,
  );
  await withoutIndexes(ctx, STRUCTURES_TABLE, coming?.n ?? 0, () =>
    inBatches(ctx, false, (structures) => {
      for (const { finessLegalEntity } of structures) if (finessLegalEntity) entities.add(finessLegalEntity);
      return addStructures(ctx, client, structures);
    }),
  );
  await inBatches(ctx, true, (structures) => upsertStructures(ctx, structures));
  await knowLegalEntities(ctx, [...entities]);
  await noteStructures(ctx, coming?.n ?? 0);
  await sql`drop table import_places`.execute(ctx.db);
}

/** Keeps what was brought of each structure. Loads go one at a time: a structure that is not known here stays so. */
async function noteStructures(ctx: Ctx, coming: number): Promise<void> {
  await sql`update registry.imported_structures i set hash = md5(p.place)::uuid
    from import_places p where p.known and i.id = p.id`.execute(ctx.db);
  await withoutIndexes(ctx, 'registry.imported_structures', coming, () =>
    sql`insert into registry.imported_structures (id, hash)
      select id, md5(place)::uuid from import_places where not known order by id`.execute(ctx.db),
  );
}

// The lines of a structure that disagree: the first in the order of their texts is believed. The open directory tells
// the places of whom it names; the extraction those of the others only.
async function readPlaces(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  const alone =
    kind === 'personne-activite'
      ? sql`true`
      : sql`not exists (select from registry.statements h
          where h.file = 'personne-activite' and h.until is null and h.id_nat = l.id_nat)`;
  await sql`create temp table import_places on commit drop as
    select id, place, nullif(split_part(place, '|', 3), '') national_id, false known, true borne from (
      select split_part(place, '|', 1) id, min(place) place
      from ${sql.raw(table)} l, unnest(string_to_array(l.places, E'\\n')) place(place)
      where l.places <> '' and ${alone}
        and l.id_nat in (select id_nat from import_change where outcome in ('created', 'updated'))
      group by 1) firsts`.execute(ctx.db);
}

async function withoutWhatIsSettled(ctx: Ctx): Promise<void> {
  await sql`analyze import_places`.execute(ctx.db);
  await sql`delete from import_places p using registry.imported_structures i
    where i.id = p.id and i.hash = md5(p.place)::uuid`.execute(ctx.db);
  await sql`delete from import_places p using structures.published s
    where s.id = p.id and not exists (select from registry.imported_structures i where i.id = p.id)`.execute(
    ctx.db,
  );
  await sql`update import_places p set known = true from registry.imported_structures i
    where i.id = p.id`.execute(ctx.db);
  await sql`update import_places p set borne = false from structures.published s
    where s.national_id = p.national_id and s.id <> p.id`.execute(ctx.db);
  await sql`update import_places p set borne = false from (
      select national_id, min(id) id from import_places
      where national_id is not null group by national_id having count(*) > 1) first
    where p.national_id = first.national_id and p.id <> first.id`.execute(ctx.db);
  await sql`create index on import_places (known, id)`.execute(ctx.db);
}

async function inBatches(
  ctx: Ctx,
  known: boolean,
  take: (structures: readonly Structure[]) => Promise<void>,
): Promise<void> {
  for (let after = '', turn = 1; ; turn += 1) {
    if (turn % COLLECT_EVERY === 0) collectGarbage();
    const batch = await rows(
      ctx.db,
      sql<Place>`select id, place, borne from import_places
        where known = ${known} and id > ${after} order by id limit ${BATCH}`,
    );
    const last = batch.at(-1);
    if (!last) return;
    await take(batch.map(({ place, borne }) => placeOf(place, borne)));
    after = last.id;
  }
}
