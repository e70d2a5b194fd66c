import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { otherWorkTerm, workTerm } from '../rules/work-terms.js';

type World = Pick<Ctx, 'db'>;

/** People whose entry holds another copy of one of these structures than the current one: national identifiers. */
export async function peopleWithStalePlaces(ctx: World, structures: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for await (const some of staleCopies(ctx, structures)) for (const { idNat } of some) found.add(idNat);
  return [...found].sort();
}

/**
 * Structures that changed in the last hour (real time) and of which an entry holds another copy, at most `limit`: a
 * person may have been copied at the very moment when the structure changed.
 */
export async function structuresBehind(ctx: World, limit: number): Promise<string[]> {
  const changed = await rows(
    ctx.db,
    sql<{ id: string }>`select distinct id from structures.changes
      where recorded_at > clock_timestamp() - interval '1 hour' order by id`,
  );
  const behind = new Set<string>();
  for await (const some of staleCopies(
    ctx,
    changed.map(({ id }) => id),
  )) {
    for (const { structure } of some) behind.add(structure);
    if (behind.size >= limit) break;
  }
  return [...behind].slice(0, limit);
}

/** Structures asked for in one statement. */
const CHUNK = 50;

// One branch for each structure and each of the two indexes, with its terms as a constant: told all terms at once, the
// planner takes them for frequent and reads every entry (60,000 people: 8 s for 500 structures).
async function* staleCopies(
  ctx: World,
  structures: readonly string[],
): AsyncGenerator<readonly { readonly structure: string; readonly idNat: string }[]> {
  for (let from = 0; from < structures.length; from += CHUNK) {
    const branches = structures
      .slice(from, from + CHUNK)
      .flatMap((id) => [staleCopy(id, sql`e.published`), staleCopy(id, sql`not e.published`)]);
    yield await rows(
      ctx.db,
      sql<{ structure: string; idNat: string }>`${sql.join(branches, sql` union all `)}`,
    );
  }
}

const staleCopy = (id: string, which: RawBuilder<unknown>) => sql`
  select s.id structure, e.id_nat "idNat" from directory.entries e join structures.published s on s.id = ${id}
  where ${which} and e.terms @@ ${quoted(workTerm(id), otherWorkTerm(id))}::tsquery
    and exists (select from jsonb_path_query(e.person::jsonb, '$.exercises[*].activities[*]') held
      where held ->> 'structure' = s.id and s.data is distinct from held -> 'place')`;

const quoted = (...terms: readonly string[]): string =>
  terms.map((term) => `'${term.replaceAll("'", "''")}'`).join('|');
