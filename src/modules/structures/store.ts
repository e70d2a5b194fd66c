import { sql } from 'kysely';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { kept } from '../../platform/db/plans.js';
import { isOpen } from './rules/is-open.js';
import { structureTerms } from './rules/structure-terms.js';
import type { Structure } from './structure.js';

export interface SavedStructure {
  readonly id: string;
  readonly version: number;
}

/** A structure as it is written on a day (`AAAA-MM-JJ`): what is shown, and what it is found by. */
export function lineOf(one: Structure, on: string) {
  return {
    ...{ id: one.id, national_id: one.nationalId, finess: one.finess, siret: one.siret, data: one },
    ...{ kind: one.kind ?? 'EG', category: one.category, active: isOpen(one, on) },
    ...structureTerms(one),
  };
}

/**
 * Writes structures as they are given, one statement for all, in the order of their ids. A number already given to a
 * practice is kept, and what FINESS holds, or closed, is left as it is. Out: those that were there and have changed.
 */
export async function saveStructures(ctx: Ctx, structures: readonly Structure[]): Promise<SavedStructure[]> {
  if (structures.length === 0) return [];
  const on = today(ctx.clock);
  const lines = [...new Map(structures.map((one) => [one.id, one])).values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => lineOf(one, on));
  return rows(
    ctx.db,
    sql<SavedStructure>`with written as (
      insert into structures.structures as s
        (id, national_id, finess, siret, data, kind, category, active, sort_name, terms, updated_at, since)
      select l.id, l.national_id, l.finess, l.siret, l.data, l.kind, l.category, l.active, l."sortName",
        array_to_tsvector(l.terms), ${ctx.clock.now()}, ${ctx.clock.now()}
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(id text, national_id text, finess text,
        siret text, data jsonb, kind text, category text, active boolean, "sortName" text, terms text[])
      on conflict (id) do update set national_id = coalesce(excluded.national_id, s.national_id),
        finess = excluded.finess, siret = excluded.siret, updated_at = excluded.updated_at, act = excluded.act,
        kind = excluded.kind, category = excluded.category, active = excluded.active,
        sort_name = excluded.sort_name,
        terms = excluded.terms || case when s.national_id is null then ''::tsvector
          else array_to_tsvector(array['i_' || lower(coalesce(excluded.national_id, s.national_id))]) end,
        data = excluded.data || case when s.national_id is null then '{}'
          else jsonb_build_object('nationalId', coalesce(excluded.national_id, s.national_id)) end
      where not s.in_finess and s.data ->> 'closing' is distinct from 'absent'
      returning s.id, s.version, s.xid)
      select id, version from written where version > 1 and xid = pg_current_xact_id() order by id`,
  );
}

/** The structures that have these values in one column. */
export async function findStructures(
  ctx: Pick<Ctx, 'db'>,
  column: 'id' | 'finess' | 'siret' | 'national_id',
  values: readonly string[],
): Promise<Structure[]> {
  if (values.length === 0) return [];
  // All in one row: a load of files reads hundreds of thousands, and a row of its own costs as much as a structure.
  const found = await one(
    ctx.db,
    sql<{ all: Structure[] | null }>`${kept(`structures_by_${column}`)}select json_agg(data order by id) "all"
      from structures.structures where ${sql.ref(column)} = any(${[...values]})`,
  );
  return found?.all ?? [];
}
