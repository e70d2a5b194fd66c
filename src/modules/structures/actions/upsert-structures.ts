import type { Ctx } from '../../../platform/context.js';
import { saveStructures } from '../store.js';
import type { Structure } from '../structure.js';

/** Takes structures in, new or known, in one statement. The last of two with the same id wins. */
export async function upsertStructures(ctx: Ctx, structures: readonly Structure[]): Promise<void> {
  await saveStructures(ctx, structures);
}
