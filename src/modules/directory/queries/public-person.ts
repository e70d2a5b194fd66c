import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { mailboxes } from '../mailboxes/read-mailboxes.js';
import type { PublicPerson } from '../public-person.js';
import { leadsOpenly } from '../rules/open-number.js';
import { publicView } from '../rules/public-view.js';
import { accountEntry } from '../store.js';

/**
 * A published person as the public sees him today, by any of his RPPS and ADELI numbers: the one that he goes by is in
 * the answer.
 * Undefined when unknown, unpublished or without current exercise.
 */
export async function publicPerson(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
): Promise<PublicPerson | undefined> {
  const entry = await accountEntry(ctx, idNat);
  if (!entry?.published || (entry.idNat !== idNat && !leadsOpenly(idNat))) return undefined;
  const held = (await mailboxes(ctx, [entry.idNat])).get(entry.idNat);
  const view = publicView(entry.person, today(ctx.clock), held);
  return view.exercises.length > 0 ? view : undefined;
}
