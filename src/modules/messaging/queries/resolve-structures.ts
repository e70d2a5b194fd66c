import type { Ctx } from '../../../platform/context.js';
import { structuresById, structuresByNationalId } from '../../structures/index.js';

/**
 * The technical ids of the structures that some references name: a technical id, a FINESS number (9 characters), a
 * SIRET (14 digits), or a national id (kind of TRE_G07, then the number). Unknown ones are absent. Two statements.
 */
export async function resolveStructures(
  ctx: Pick<Ctx, 'db'>,
  references: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(references)];
  if (wanted.length === 0) return new Map();
  const byId = await structuresById(ctx, wanted.flatMap(technicalIds));
  const byNational = await structuresByNationalId(ctx, wanted.flatMap(nationalIds));
  return new Map(
    wanted.flatMap((reference) => {
      const found =
        technicalIds(reference).flatMap((id) => byId.get(id) ?? [])[0] ??
        nationalIds(reference).flatMap((id) => byNational.get(id) ?? [])[0];
      return found ? [[reference, found.id] as const] : [];
    }),
  );
}

const technicalIds = (reference: string): string[] => [
  reference,
  ...(reference.length === 9 ? [`F${reference}`] : []),
  ...(reference.length === 14 ? [`C${reference}`] : []),
  ...(/^1.{9}$/.test(reference) ? [`F${reference.slice(1)}`] : []),
  ...(/^3\d{14}$/.test(reference) ? [`C${reference.slice(1)}`] : []),
];

const nationalIds = (reference: string): string[] => [
  reference,
  ...(reference.length === 9 ? [`1${reference}`] : []),
  ...(reference.length === 14 ? [`3${reference}`] : []),
];
