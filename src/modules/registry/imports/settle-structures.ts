import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import {
  type Structure,
  structuresById,
  structuresByNationalId,
  upsertStructures,
} from '../../structures/index.js';
import type { FileKind } from '../files/index.js';
import { KEPT_FIELDS, type Kept } from './rules/kept-fields.js';

const BATCH = 1000;

interface Place {
  readonly id: string;
  readonly value: Structure;
  readonly known: boolean;
}

const OWN = [
  'structureNationalId',
  'finess',
  'finessLegalEntity',
  'siret',
  'siren',
  'brand',
  'sector',
  'phone',
  'phone2',
  'fax',
  'mail',
] as const satisfies readonly Kept[];

const ADDRESS = [
  'recipient',
  'geographicPoint',
  'streetNumber',
  'repetition',
  'streetType',
  'street',
  'mention',
  'cedexOffice',
  'postcode',
  'commune',
  'communeName',
  'country',
  'departement',
] as const satisfies readonly Kept[];

/**
 * Takes in the structures that the lines of the people of `import_change` name, where they are new or changed, in
 * batches. A structure that is known from elsewhere is left alone, and a national identifier that another one bears is
 * not given twice. In: the file, the table of its staged lines.
 */
export async function settleStructures(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  await readPlaces(ctx, kind, table);
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

// The lines of a structure that disagree: the first in the order of their texts is believed. The open directory tells
// the places of whom it names; the extraction those of the others only.
async function readPlaces(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  const alone =
    kind === 'personne-activite'
      ? ''
      : `and not exists (select from registry.statements h
          where h.file = 'personne-activite' and h.until is null and h.id_nat = l.id_nat)`;
  const cell = (field: Kept) => `nullif(a[${KEPT_FIELDS[kind].indexOf(field) + 1}], '')`;
  await sql`create temp table import_places on commit drop as
    select id, value, md5(value::text)::uuid hash from (
      select id, ${sql.raw(placeValue(cell))} value from (
        select id, min(a) a from (
          select coalesce(${sql.raw(`${cell('structure')}, 'F' || ${cell('finess')}, 'C' || ${cell('siret')}`)})
            collate "C" id, a
          from (select string_to_array(line, '|') a
            from ${sql.raw(table)} l, unnest(string_to_array(l.content, E'\n')) line(line)
            where l.id_nat in (select id_nat from import_change where outcome in ('created', 'updated'))
              ${sql.raw(alone)}) lines) cells
        where id is not null group by id) firsts) places`.execute(ctx.db);
  await sql`create unique index on import_places (id)`.execute(ctx.db);
}

function placeValue(cell: (field: Kept) => string): string {
  const pairs = (fields: readonly Kept[]) =>
    fields.map((field) => `'${field === 'structureNationalId' ? 'nationalId' : field}', ${cell(field)}`);
  return `jsonb_strip_nulls(jsonb_build_object('id', id,
    'name', coalesce(${cell('structureName')}, ${cell('brand')}, ''), ${pairs(OWN).join(', ')},
    'address', nullif(jsonb_strip_nulls(jsonb_build_object(${pairs(ADDRESS).join(', ')})), '{}')))`;
}
