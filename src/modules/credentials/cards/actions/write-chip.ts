import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { errors } from '../errors.js';
import { FREE_DATA_BYTES } from '../rules/chip-objects.js';

/**
 * Writes the one object that applications may write, CPS_DATA, whose access is free: a reader asks for no code. What was there
 * is replaced. In: the card, at most 1,024 bytes. @throws errors.unknownCard, tooMuchData
 */
export async function writeChip(
  ctx: Pick<Ctx, 'db'>,
  { number, data }: { readonly number: string; readonly data: Uint8Array },
): Promise<void> {
  if (data.byteLength > FREE_DATA_BYTES) throw errors.tooMuchData(FREE_DATA_BYTES);
  const written = await affected(
    ctx.db,
    sql`update credentials.cards set free_data = ${Buffer.from(data)} where number = ${number}`,
  );
  if (written === 0) throw errors.unknownCard();
}
