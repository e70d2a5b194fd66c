import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { mailboxes } from '../mailboxes/read-mailboxes.js';
import type { PublicPerson } from '../public-person.js';
import { publicView } from '../rules/public-view.js';
import { readEntries } from '../store.js';

/** A published person as the public sees him today. Undefined when unknown, unpublished or without current exercise. */
export async function publicPerson(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
): Promise<PublicPerson | undefined> {
  const entry = (await readEntries(ctx, [idNat])).get(idNat);
  if (!entry?.published) return undefined;
  const held = (await mailboxes(ctx, [idNat])).get(idNat);
  const view = publicView(entry.person, today(ctx.clock), held);
  return view.exercises.length > 0 ? view : undefined;
}
