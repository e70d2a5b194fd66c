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
  /**
   * Table of the rows of its places, each once, where they were worked out beside (`layStructuresAside`): only where every
   * line of the file is about somebody new.
   */
  readonly aside?: string | undefined;
}

/**
 * The structures that some lines name, with what the first line says in the order of their texts: lines disagree. In:
 * table of staged lines, which of its rows count.
 */
export const PLACES_OF_LINES = (table: string, which = 'true'): string => `
  select split_part(place, '|', 1) id, min(place) place, md5(min(place))::uuid hash
  from ${table} l, unnest(string_to_array(l.places, E'\n')) place(place)
  where l.places <> '' and ${which} group by 1`;

/**
 * Takes in the structures that the lines of the people of `import_change` name, where they are new or changed. A
 * structure that is known from elsewhere is left alone, and a national identifier that another one bears is not given
 * twice.
 */
export async function settleStructures(ctx: Ctx, settling: Settling): Promise<void> {
  const { kind, client, aside } = settling;
  await readPlaces(ctx, settling);
  await withoutWhatIsSettled(ctx, kind);
  const coming = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from import_places where not known`,
  );
  const add = (structures: readonly Structure[]) => addStructures(ctx, client, structures);
  await withoutIndexes(ctx, STRUCTURES_TABLE, coming?.n ?? 0, async () => {
    if (aside) await takeStructures(ctx, aside, sql`select id from import_places where not known and borne`);
    else await inBatches(ctx, { known: false, borne: true }, add);
    await inBatches(ctx, { known: false, borne: false }, add);
  });
  for (const borne of [true, false])
    await inBatches(ctx, { known: true, borne }, (structures) => upsertStructures(ctx, structures));
  await knowLegalEntities(ctx, await legalEntities(ctx));
  await noteStructures(ctx, kind, coming?.n ?? 0);
  await sql`drop table import_places`.execute(ctx.db);
}

const LEGAL_ENTITY = PLACE.indexOf('finessLegalEntity') + 2;

/** The legal entities that new structures name. */
async function legalEntities(ctx: Ctx): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ entity: string }>`select distinct split_part(place, '|', ${LEGAL_ENTITY}) entity
      from import_places where not known`,
  );
  return found.map(({ entity }) => entity).filter(Boolean);
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
  const alone =
    kind === 'personne-activite'
      ? ''
      : `not exists (select from registry.statements h
          where h.file = 'personne-activite' and h.until is null and h.id_nat = l.id_nat) and`;
  const found = aside
    ? `select id, told place, md5(told)::uuid hash from ${aside}`
    : PLACES_OF_LINES(
        table,
        `${alone} l.id_nat in (select id_nat from import_change where outcome in ('created', 'updated'))`,
      );
  await sql`create temp table import_places on commit drop as
    select id, place, hash, nullif(split_part(place, '|', 3), '') national_id, false known, true borne
    from (${sql.raw(found)}) firsts`.execute(ctx.db);
}

async function withoutWhatIsSettled(ctx: Ctx, kind: FileKind): Promise<void> {
  await sql`analyze import_places`.execute(ctx.db);
  // The extraction tells less: it would take away what the open directory told of the places of many.
  if (kind === 'prosanteconnect')
    await sql`delete from import_places p using registry.imported_structures i
      where i.id = p.id and i.open`.execute(ctx.db);
  await sql`delete from import_places p using registry.imported_structures i
    where i.id = p.id and i.hash = p.hash`.execute(ctx.db);
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
  await sql`create index on import_places (known, borne, id)`.execute(ctx.db);
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
