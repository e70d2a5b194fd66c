import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { EntryPerson } from '../entry.js';
import { professionTerm } from '../rules/search-terms.js';

export interface Sample {
  /** Codes of professions; any when left out. */
  readonly professions?: readonly string[];
  /** First characters of the national identifiers wanted (TRE_G08). */
  readonly kinds: readonly string[];
  readonly limit: number;
}

/**
 * Some published people who have one of these professions, and staff whom structures number, who are never published: those
 * who can be written to and called first, then those with an RPPS number, in the order of the numbers. For demonstrations:
 * the whole entry leaves, restricted parts included, so the caller shows names and professions only.
 */
export async function publishedSample(ctx: Pick<Ctx, 'db'>, sample: Sample): Promise<EntryPerson[]> {
  const codes = sample.professions?.filter((code) => /^\w+$/.test(code));
  if (codes?.length === 0) return [];
  const wanted = codes?.map((code) => `'${professionTerm(code)}'`).join(' | ');
  const found = await rows(
    ctx.db,
    sql<{ person: EntryPerson }>`select person from directory.entries
      where (published or (id_nat ~ '^[1-6]' and person ->> 'state' = 'active')) and left(id_nat, 1) = any(${[...sample.kinds]})
        and ${wanted ? sql`terms @@ ${wanted}::tsquery` : sql`true`}
      order by (person #> '{correspondence,mail}' is null or person #> '{correspondence,mobile}' is null),
        (left(id_nat, 1) <> '8'), id_nat limit ${sample.limit}`,
  );
  return found.map(({ person }) => person);
}
