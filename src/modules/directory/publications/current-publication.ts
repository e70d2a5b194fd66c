import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import type { Publication } from './publication.js';

/** The publication that the directory shows now; number 0 before the first one. */
export async function currentPublication(ctx: Pick<Ctx, 'db'>): Promise<Publication> {
  const found = await one(
    ctx.db,
    sql<Publication>`select number, at from directory.publications
      where number = (select number from directory.current_publication)`,
  );
  if (!found) throw new Error('directory.current_publication has lost its row');
  return found;
}
