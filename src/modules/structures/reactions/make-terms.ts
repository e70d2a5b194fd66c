import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Reaction } from '../../../platform/events.js';
import { structureTerms } from '../rules/structure-terms.js';
import { findStructures } from '../store.js';

/** Makes what structures are found by, where an installation that was upgraded has none. No version is made. */
export const makeTerms: Reaction = {
  name: 'structures.make-terms',
  run: make,
  behind: unfound,
  subjects: 'structures',
};

async function make(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const lines = (await findStructures(ctx, 'id', ids)).map((one) => ({ id: one.id, ...structureTerms(one) }));
  await sql`update structures.structures s set terms = array_to_tsvector(l.terms), sort_name = l."sortName"
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(id text, terms text[], "sortName" text)
    where s.id = l.id and s.terms = ''::tsvector`.execute(ctx.db);
}

async function unfound(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{
      id: string;
    }>`select id from structures.structures where terms = ''::tsvector order by id limit ${limit}`,
  );
  return found.map((row) => row.id);
}
