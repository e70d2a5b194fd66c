import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { proveHolder } from '../actions/prove-holder.js';
import { type ChipContent, type ChipObject, chipObjects } from '../rules/chip-objects.js';
import { chipContent } from './chip-content.js';
import { heldCard } from './held-cards.js';

/**
 * What a reader reads in a chip: the free objects, and with the code those behind it. A wrong code counts as one.
 * @throws errors.unknownCard, and what `proveHolder` throws
 */
export async function readChip(
  ctx: Ctx,
  { number, pin }: { readonly number: string; readonly pin?: string | undefined },
): Promise<ChipObject[]> {
  const card = await heldCard(ctx, number);
  if (pin !== undefined) await proveHolder(ctx, { number, pin, purpose: `read-chip:${number}` });
  const kept = await one(
    ctx.db,
    sql<{
      content: ChipContent | null;
      freeData: Buffer | null;
    }>`select content, free_data "freeData" from credentials.cards where number = ${number}`,
  );
  const content = kept?.content ?? (await chipContent(ctx, card));
  const extras = { chipNumber: chipNumberOf(number), freeData: kept?.freeData ?? Buffer.alloc(0) };
  const all = chipObjects({ ...card, contentAt: card.contentAt ?? card.issuedAt }, content, extras);
  return pin === undefined ? all.filter(({ access }) => access === 'free') : all;
}

/** Sixteen hexadecimal digits, always the same for a card, as a maker engraves them: they say nothing of its number. */
const chipNumberOf = (number: string): string => hash('sha256', `chip:${number}`).slice(0, 16).toUpperCase();
