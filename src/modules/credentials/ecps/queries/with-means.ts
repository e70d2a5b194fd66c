import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { usableCards } from '../../cards/index.js';

/**
 * Of some people, those who hold a means that works now (simulated time): an active e-CPS or a nominative card. Which
 * of them, and until when, is not told.
 */
export async function withMeans(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNats: readonly string[],
): Promise<ReadonlySet<string>> {
  const phones = await rows(
    ctx.db,
    sql<{ idNat: string }>`select id_nat as "idNat" from credentials.ecps
      where id_nat = any(${[...idNats]}) and state = 'active' and expires_at > ${ctx.clock.now()}`,
  );
  const held = [...(await usableCards(ctx, idNats))].filter(([, found]) =>
    found.some((card) => card.nominative),
  );
  return new Set([...phones.map(({ idNat }) => idNat), ...held.map(([idNat]) => idNat)]);
}
