import { type Ctx, transaction } from '../../../../platform/context.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { ended } from '../events.js';
import type { EndReason } from '../rules/life-cycle.js';
import { endCurrent, lockPerson } from '../store.js';

/** Ends the e-CPS of a person for good; false when there is none to end. */
export async function endMeans(
  ctx: Ctx,
  { idNat, reason }: { readonly idNat: string; readonly reason: EndReason },
): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    await lockPerson(tx, idNat);
    const former = await endCurrent(tx, idNat, reason);
    if (!former) return false;
    await emit(tx, [ended(idNat, former.rank, reason)]);
    await journal(tx, { act: 'credentials.end-ecps', subject: idNat, outcome: 'done', reason });
    return true;
  });
}
