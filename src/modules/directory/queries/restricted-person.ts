import type { Ctx } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import type { Entry } from '../entry.js';
import { accountEntry } from '../store.js';

/**
 * All that the directory holds of a person, published or not, by any of his numbers, for the person and the card support. The caller has
 * checked the right; every look is journaled with its reason, also one that finds nobody.
 */
export async function restrictedPerson(ctx: Ctx, idNat: string, reason?: string): Promise<Entry | undefined> {
  const entry = await accountEntry(ctx, idNat);
  await journal(ctx, {
    act: 'directory.look-at-restricted',
    subject: entry?.idNat ?? idNat,
    outcome: 'done',
    ...(reason === undefined ? {} : { reason }),
    data: { found: entry !== undefined },
  });
  return entry;
}
