import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { originOf } from './loads-behind.js';

/** By which publications the directory shows loads of national files. Out: the number of each load shown. */
export async function publicationsOfLoads(
  ctx: Pick<Ctx, 'db'>,
  loads: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const found = await rows(
    ctx.db,
    sql<{ origin: string; number: number }>`select origin, number from directory.publications
      where origin like 'import:%' and origin = any(${loads.map(originOf)})`,
  );
  const byOrigin = new Map(found.map(({ origin, number }) => [origin, Number(number)]));
  return new Map(
    loads.flatMap((load) => {
      const number = byOrigin.get(originOf(load));
      return number === undefined ? [] : [[load, number] as const];
    }),
  );
}
