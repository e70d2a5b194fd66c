import { type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import type { PoolClient } from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { withoutIndexes } from '../../../platform/db/without-indexes.js';
import { collectGarbage } from '../../../platform/memory.js';
import {
  addStructures,
  knowLegalEntities,
  makingRoom,
  type Structure,
  takeStructures,
  upsertStructures,
} from '../../structures/index.js';
import type { FileKind } from '../files/index.js';
import { PLACE } from './rules/kept-fields.js';
import { placeOf } from './rules/place-of.js';

const BATCH = 2000;
/** Batches between two collections of garbage. */
const COLLECT_EVERY = 20;

interface Place {
  readonly id: string;
  readonly place: string;
}

/** What the settling of structures has to know. */
export interface Settling {
  readonly kind: FileKind;
  /** Table of the staged lines. */
  readonly table: string;
  /** Connection of the transaction. */
  readonly client: PoolClient;
  /** Its places, where they were worked out beside: only where every line of the file is about somebody new. */
  readonly aside?: Aside | undefined;
}

/** Places that lie aside, each once. */
export interface Aside {
  /** Table of their rows, see `layStructuresAside`. */
  readonly rows: string;
  /** Table of what is noted of each. */
  readonly noted: string;
  /** Whether no two of them tell one and the same national identifier. */
  readonly apart: boolean;
}

/**
 * The structures that some lines name, with what the first line says in the order of their texts: lines disagree. In:
 * table of staged lines, which of its rows count.
 */
export const PLACES_OF_LINES = (table: string, which = 'true'): string => `
  select split_part(place, '|', 1) id, min(place) told
  from ${table} l, unnest(string_to_array(l.places, E'\n')) place(place)
  where l.places <> '' and ${which} group by 1`;

const LEGAL_ENTITY = PLACE.indexOf('finessLegalEntity') + 2;

/** What is noted of places before they are compared. In: a query of ids and of what is told; whether that is kept. */
const notedOf = (query: string, kept: boolean): string => `
  select id, ${kept ? 'told' : 'null::text'} place, md5(told)::uuid hash, nullif(split_part(told, '|', 3), '') national_id,
    nullif(split_part(told, '|', ${LEGAL_ENTITY}), '') entity, false known, true borne
  from (${query}) firsts`;

/** Of those that tell one and the same national identifier, the first one bears it. */
const bearOnce = (noted: string): string => `update ${noted} p set borne = false from (
    select national_id, min(id) id from ${noted}
    where national_id is not null group by national_id having count(*) > 1) first
  where p.national_id = first.national_id and p.id <> first.id`;

/** Notes beside what the settling asks of the places that lie aside. In: a connection, the table of their rows, that to make. */
export async function noteAside(client: pg.Client, lying: string, noted: string): Promise<Aside> {
  await client.query(`create unlogged table ${noted} as ${notedOf(`select id, told from ${lying}`, false)}`);
  await client.query(`analyze ${noted}`);
  const { rowCount } = await client.query(bearOnce(noted));
  return { rows: lying, noted, apart: rowCount === 0 };
}

/**
 * Takes in the structures that the lines of the people of `import_change` name, where they are new or changed. A
 * structure that is known from elsewhere is left alone, and a national identifier that another one bears is not given
 * twice.
 */
export async function settleStructures(ctx: Ctx, settling: Settling): Promise<void> {
  const { kind, client, aside } = settling;
  await readPlaces(ctx, settling);
  const all = await withoutWhatIsSettled(ctx, settling);
  const coming = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from import_places where not known`,
  );
  const add = (structures: readonly Structure[]) => addStructures(ctx, client, structures);
  await makingRoom(ctx, coming?.n ?? 0, async () => {
    if (aside) await takeStructures(ctx, aside.rows, all ? undefined : TAKEN);
    else await inBatches(ctx, { known: false, borne: true }, add);
    await inBatches(ctx, { known: false, borne: false }, add);
  });
  for (const borne of [true, false])
    await inBatches(ctx, { known: true, borne }, (structures) => upsertStructures(ctx, structures));
  await knowLegalEntities(ctx, await legalEntities(ctx));
  await noteStructures(ctx, kind, coming?.n ?? 0);
  await sql`drop ${sql.raw(aside ? 'view' : 'table')} import_places`.execute(ctx.db);
}

const TAKEN = sql`select id from import_places where not known and borne`;

/** The legal entities that new structures name. */
async function legalEntities(ctx: Ctx): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ entity: string }>`select distinct entity from import_places where not known and entity is not null`,
  );
  return found.map(({ entity }) => entity);
}

/** Keeps what was brought of each structure. Loads go one at a time: a structure that is not known here stays so. */
async function noteStructures(ctx: Ctx, kind: FileKind, coming: number): Promise<void> {
  const open = sql.lit(kind === 'personne-activite');
  await sql`update registry.imported_structures i set hash = p.hash, open = ${open}
    from import_places p where p.known and i.id = p.id`.execute(ctx.db);
  await withoutIndexes(ctx, 'registry.imported_structures', coming, () =>
    sql`insert into registry.imported_structures (id, hash, open)
      select id, hash, ${open} from import_places where not known order by id`.execute(ctx.db),
  );
}

// The open directory tells the places of whom it names; the extraction, of the others, those that are told nowhere else.
async function readPlaces(ctx: Ctx, { kind, table, aside }: Settling): Promise<void> {
  if (aside) {
    await sql`create temp view import_places as select * from ${sql.raw(aside.noted)}`.execute(ctx.db);
    return;
  }
  const alone =
    kind === 'personne-activite'
      ? ''
      : `not exists (select from registry.statements h
          where h.file = 'personne-activite' and h.until is null and h.id_nat = l.id_nat) and`;
  const told = PLACES_OF_LINES(
    table,
    `${alone} l.id_nat in (select id_nat from import_change where outcome in ('created', 'updated'))`,
  );
  await sql`create temp table import_places on commit drop as ${sql.raw(notedOf(told, true))}`.execute(
    ctx.db,
  );
  await sql`analyze import_places`.execute(ctx.db);
}

/** Leaves out what is settled, and notes what is not simply new. Out: whether every place is simply new. */
async function withoutWhatIsSettled(ctx: Ctx, { kind, aside }: Settling): Promise<boolean> {
  let touched = aside && !aside.apart ? 1n : 0n;
  const touch = async (statement: RawBuilder<unknown>) => {
    touched += (await statement.execute(ctx.db)).numAffectedRows ?? 0n;
  };
  // The extraction tells less: it would take away what the open directory told of the places of many.
  if (kind === 'prosanteconnect')
    await touch(sql`delete from import_places p using registry.imported_structures i
      where i.id = p.id and i.open`);
  await touch(sql`delete from import_places p using registry.imported_structures i
    where i.id = p.id and i.hash = p.hash`);
  await touch(sql`delete from import_places p using structures.published s
    where s.id = p.id and not exists (select from registry.imported_structures i where i.id = p.id)`);
  await touch(sql`update import_places p set known = true from registry.imported_structures i
    where i.id = p.id`);
  await touch(sql`update import_places p set borne = false from structures.published s
    where s.national_id = p.national_id and s.id <> p.id`);
  if (aside) await tellThoseRead(ctx, aside.rows);
  else {
    await touch(sql.raw(bearOnce('import_places')));
    await sql`create index on import_places (known, borne, id)`.execute(ctx.db);
  }
  return touched === 0n;
}

/** The texts of those that are read one by one: of a first file hardly any, and all texts together are its size. */
async function tellThoseRead(ctx: Ctx, aside: string): Promise<void> {
  const read = sql`known or not borne`;
  if (!(await one(ctx.db, sql`select from import_places where ${read} limit 1`))) return;
  await sql`update import_places p set place = a.told from ${sql.raw(aside)} a where a.id = p.id and (${read})`.execute(
    ctx.db,
  );
}

async function inBatches(
  ctx: Ctx,
  { known, borne }: { readonly known: boolean; readonly borne: boolean },
  take: (structures: readonly Structure[]) => Promise<void>,
): Promise<void> {
  for (let after = '', turn = 1; ; turn += 1) {
    if (turn % COLLECT_EVERY === 0) collectGarbage();
    const batch = await rows(
      ctx.db,
      sql<Place>`select id, place from import_places
        where known = ${known} and borne = ${borne} and id > ${after} order by id limit ${BATCH}`,
    );
    const last = batch.at(-1);
    if (!last) return;
    await take(batch.map(({ place }) => placeOf(place, borne)));
    after = last.id;
  }
}
