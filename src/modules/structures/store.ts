import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import type { Structure } from './structure.js';

/** Writes structures as they are given, one statement for all. A number already given to a practice is kept. */
export async function saveStructures(ctx: Ctx, structures: readonly Structure[]): Promise<void> {
  if (structures.length === 0) return;
  const lines = [...new Map(structures.map((one) => [one.id, one])).values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => ({
      id: one.id,
      national_id: one.nationalId,
      finess: one.finess,
      siret: one.siret,
      data: one,
    }));
  await sql`insert into structures.structures as s (id, national_id, finess, siret, data, updated_at)
    select l.id, l.national_id, l.finess, l.siret, l.data, ${ctx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l(id text, national_id text, finess text, siret text, data jsonb)
    on conflict (id) do update set national_id = coalesce(excluded.national_id, s.national_id),
      finess = excluded.finess, siret = excluded.siret, updated_at = excluded.updated_at,
      data = excluded.data || case when s.national_id is null then '{}'
        else jsonb_build_object('nationalId', coalesce(excluded.national_id, s.national_id)) end`.execute(
    ctx.db,
  );
}

/** The structures that have these values in one column. */
export async function findStructures(
  ctx: Pick<Ctx, 'db'>,
  column: 'id' | 'finess' | 'siret' | 'national_id',
  values: readonly string[],
): Promise<Structure[]> {
  if (values.length === 0) return [];
  const found = await rows(
    ctx.db,
    sql<{ data: Structure }>`select data from structures.structures
      where ${sql.ref(column)} = any(${[...values]}) order by id`,
  );
  return found.map((row) => row.data);
}
