import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { rppsFromSequence } from '../rules/rpps-from-sequence.js';

/** Draws RPPS numbers that nobody has and that nobody will be given again, even if the transaction fails. */
export async function drawNumbers(ctx: Ctx, count: number): Promise<string[]> {
  if (count === 0) return [];
  const drawn = await rows(
    ctx.db,
    sql<{ n: number }>`select nextval('registry.numbers') n from generate_series(1, ${count}::int)`,
  );
  return drawn.map(({ n }) => rppsFromSequence(ctx.config.rppsPrefix, n));
}
