import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

const COMING = sql`directory.applied_publications a
  where not exists (select from identity_provider.copied_publications c where c.number = a.number)`;

/** People whose copy is missing or older than the directory's entry, at most `limit`: national identifiers. */
export async function copiesBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  // Those of a publication that is on its way come with it, all at once.
  const found = await rows(
    ctx.db,
    sql<{ idNat: string }>`select c.id_nat "idNat" from directory.current_versions c
      left join identity_provider.people p on p.id_nat = c.id_nat
      where coalesce(p.version, 0) < c.version and c.xid <> all(array(select a.xid from ${COMING}))
      order by c.id_nat limit ${limit}`,
  );
  return found.map((row) => row.idNat);
}

/** Publications of loads that the directory shows and that were not copied yet: their numbers. */
export async function publicationsBehind(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const found = await rows(
    ctx.db,
    sql<{ number: string }>`select a.number::text from ${COMING} order by a.number limit ${limit}`,
  );
  return found.map(({ number }) => number);
}
