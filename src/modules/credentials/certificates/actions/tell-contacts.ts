import type { Ctx } from '../../../../platform/context.js';
import { type Mail, sendNotice } from '../../../../platform/mail.js';

/** Tells every contact what was done. */
export async function tellContacts(
  ctx: Pick<Ctx, 'mail' | 'log'>,
  contacts: readonly string[],
  notice: (to: string) => Mail,
): Promise<void> {
  for (const to of contacts) await sendNotice(ctx, notice(to));
}
