import type { Ctx } from '../../../platform/context.js';
import { sitesOf } from '../contracts/queries/sites-of.js';
import type { Structure } from '../structure.js';
import { structuresById } from './find.js';

/** A structure and, for a legal entity, its open establishments. In: a technical id. Empty when it is unknown. */
export async function coveredStructures(ctx: Pick<Ctx, 'db'>, id: string): Promise<Structure[]> {
  const own = (await structuresById(ctx, [id])).get(id);
  if (!own) return [];
  return own.kind === 'EJ' && own.finess ? [own, ...(await sitesOf(ctx, own.finess))] : [own];
}

/** The structures whose people answer for this one: itself, then its legal entity. In: a technical id. Out: technical ids. */
export async function answeringFor(ctx: Pick<Ctx, 'db'>, id: string): Promise<string[]> {
  const entity = (await structuresById(ctx, [id])).get(id)?.finessLegalEntity;
  return entity === undefined || `F${entity}` === id ? [id] : [id, `F${entity}`];
}
