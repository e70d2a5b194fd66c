import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { PersonRow } from '../store.js';
import { touch } from './touch.js';

/**
 * Lets numbers stand for themselves that files had merged into others: an authority registers their people here, and
 * a file says nothing of them any more. Those that they led to are told so. In: people, locked.
 */
export async function standAlone(ctx: Ctx, persons: readonly PersonRow[]): Promise<void> {
  const idNats = persons.filter(({ mergedInto }) => mergedInto !== null).map(({ idNat }) => idNat);
  if (idNats.length === 0) return;
  const mains = await rows(
    ctx.db,
    sql<{ main: string }>`delete from registry.merged_ids where id_nat = any(${idNats}) returning main`,
  );
  await sql`update registry.persons set merged_into = null where id_nat = any(${idNats})`.execute(ctx.db);
  await tellOtherIds(ctx, [...new Set(mains.map(({ main }) => main))]);
}

/** Writes into some records the numbers that lead to them, and gives each its next version. In: their own numbers. */
export async function tellOtherIds(ctx: Ctx, idNats: readonly string[]): Promise<void> {
  await sql`update registry.persons p set other_ids = coalesce((
      select array_agg(m.id_nat order by m.id_nat) from registry.merged_ids m where m.main = p.id_nat), '{}')
    where p.id_nat = any(${[...idNats]})`.execute(ctx.db);
  await touch(ctx, idNats);
}
