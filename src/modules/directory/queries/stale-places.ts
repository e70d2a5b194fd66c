import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { otherWorkTerm, workTerm } from '../rules/work-terms.js';

/** People whose entry holds another copy of one of these structures than the current one: national identifiers. */
export async function peopleWithStalePlaces(
  ctx: Pick<Ctx, 'db'>,
  structures: readonly string[],
): Promise<string[]> {
  if (structures.length === 0) return [];
  const terms = structures.flatMap((id) => [workTerm(id), otherWorkTerm(id)]);
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select e.id_nat "idNat" from directory.entries e
      where e.terms @@ ${anyOf(terms)}::tsquery and exists (${stalePlace(sql`s.id = any(${[...structures]})`)})
      order by e.id_nat`,
  );
  return found.map((row) => row.idNat);
}

/**
 * Structures that changed in the last day (real time) and of which an entry holds another copy, at most `limit`: a
 * person may have been copied at the very moment when the structure changed.
 */
export async function structuresBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ id: string }>`select c.id from (
        select distinct id from structures.changes where recorded_at > clock_timestamp() - interval '1 day') c
      where exists (select from directory.entries e
        where e.terms @@ (quote_literal('s_' || c.id) || '|' || quote_literal('w_' || c.id))::tsquery
          and exists (${stalePlace(sql`s.id = c.id`)})) order by c.id limit ${limit}`,
  );
  return found.map((row) => row.id);
}

const stalePlace = (which: RawBuilder<unknown>) => sql`select from
  jsonb_path_query(e.person, '$.exercises[*].activities[*]') held
  join structures.published s on s.id = held ->> 'structure'
  where s.data is distinct from held -> 'place' and ${which}`;

const anyOf = (terms: readonly string[]): string =>
  terms.map((term) => `'${term.replaceAll("'", "''")}'`).join('|');
