import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import {
  type Structure,
  structuresById,
  structuresByNationalId,
  upsertStructures,
} from '../../structures/index.js';

const BATCH = 1000;

interface Place {
  readonly id: string;
  readonly value: Structure;
  readonly known: boolean;
}

/**
 * Takes in the structures of `import_cells` that are new or changed, in batches. A structure that is known from
 * elsewhere is left alone, and a national identifier that another one bears is not given twice.
 */
export async function settleStructures(ctx: Ctx): Promise<void> {
  await readPlaces(ctx);
  let after = '';
  for (;;) {
    const batch = await rows(
      ctx.db,
      sql<Place>`select p.id, p.value, i.id is not null known from import_places p
        left join registry.imported_structures i on i.id = p.id
        where p.id > ${after} and i.hash is distinct from p.hash order by p.id limit ${BATCH}`,
    );
    const last = batch.at(-1);
    if (!last) break;
    await settle(ctx, batch);
    after = last.id;
  }
  await sql`drop table import_places`.execute(ctx.db);
}

async function settle(ctx: Ctx, batch: readonly Place[]): Promise<void> {
  const elsewhere = await structuresById(
    ctx,
    batch.filter((place) => !place.known).map((place) => place.id),
  );
  const ours = batch.filter((place) => !elsewhere.has(place.id)).map((place) => place.value);
  const holders = await structuresByNationalId(
    ctx,
    ours.flatMap((one) => one.nationalId ?? []),
  );
  const bearers = new Map([...holders].map(([nationalId, one]) => [nationalId, one.id]));
  const given = ours.map((one): Structure => {
    const { nationalId, ...rest } = one;
    if (nationalId === undefined) return one;
    const bearer = bearers.get(nationalId) ?? one.id;
    bearers.set(nationalId, bearer);
    return bearer === one.id ? one : rest;
  });
  await upsertStructures(ctx, given);
  await sql`insert into registry.imported_structures (id, hash)
    select id, hash from import_places where id = any(${ours.map((one) => one.id)})
    on conflict (id) do update set hash = excluded.hash`.execute(ctx.db);
}

// The lines of a structure that disagree: the first in the order of their texts is believed.
async function readPlaces(ctx: Ctx): Promise<void> {
  await sql`create temp table import_places on commit drop as
    select id, value, md5(value::text)::uuid hash from (
      select distinct on (id) id collate "C" id, value from (
        select coalesce(structure, 'F' || finess, 'C' || siret) id, jsonb_strip_nulls(jsonb_build_object(
          'id', coalesce(structure, 'F' || finess, 'C' || siret), 'nationalId', "structureNationalId",
          'finess', finess, 'finessLegalEntity', "finessLegalEntity", 'siret', siret, 'siren', siren,
          'name', coalesce("structureName", brand, ''), 'brand', brand, 'sector', sector, 'phone', phone,
          'phone2', phone2, 'fax', fax, 'mail', mail,
          'address', nullif(jsonb_strip_nulls(jsonb_build_object('recipient', recipient,
            'geographicPoint', "geographicPoint", 'streetNumber', "streetNumber", 'repetition', repetition,
            'streetType', "streetType", 'street', street, 'mention', mention, 'cedexOffice', "cedexOffice",
            'postcode', postcode, 'commune', commune, 'communeName', "communeName", 'country', country,
            'departement', departement)), '{}'))) value
        from import_cells where alone) cells
      where id is not null order by id, value) places`.execute(ctx.db);
  await sql`create unique index on import_places (id)`.execute(ctx.db);
}
