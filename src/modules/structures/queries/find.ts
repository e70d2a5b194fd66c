import type { Ctx } from '../../../platform/context.js';
import { findStructures } from '../store.js';
import type { Structure } from '../structure.js';

/** The structures of some technical ids, by id; an unknown id is absent. */
export async function structuresById(
  ctx: Pick<Ctx, 'db'>,
  ids: readonly string[],
): Promise<Map<string, Structure>> {
  return new Map((await findStructures(ctx, 'id', ids)).map((one) => [one.id, one]));
}

/** The establishment of a FINESS number (nine characters), or undefined. */
export async function structureByFiness(
  ctx: Pick<Ctx, 'db'>,
  finess: string,
): Promise<Structure | undefined> {
  return (await findStructures(ctx, 'finess', [finess]))[0];
}

/** The employer of a SIRET number (fourteen digits), or undefined. */
export async function structureBySiret(ctx: Pick<Ctx, 'db'>, siret: string): Promise<Structure | undefined> {
  return (await findStructures(ctx, 'siret', [siret]))[0];
}

/** The structures that bear some national identifiers (TRE_G07), by that identifier; an unknown one is absent. */
export async function structuresByNationalId(
  ctx: Pick<Ctx, 'db'>,
  nationalIds: readonly string[],
): Promise<Map<string, Structure>> {
  const found = await findStructures(ctx, 'national_id', nationalIds);
  return new Map(found.flatMap((one) => (one.nationalId === undefined ? [] : [[one.nationalId, one]])));
}
