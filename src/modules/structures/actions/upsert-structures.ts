import { type Ctx, transaction } from '../../../platform/context.js';
import { emit } from '../../../platform/events.js';
import { structureChanged } from '../events.js';
import { saveStructures } from '../store.js';
import type { Structure } from '../structure.js';

/**
 * Takes structures in, new or known, in one statement, and tells of those that were known and have changed. The last
 * of two with the same id wins; a structure that FINESS holds is left as FINESS says it.
 */
export async function upsertStructures(ctx: Ctx, structures: readonly Structure[]): Promise<void> {
  await transaction(ctx, async (inside) => {
    const changed = await saveStructures(inside, structures);
    await emit(inside, changed.map(structureChanged));
  });
}
