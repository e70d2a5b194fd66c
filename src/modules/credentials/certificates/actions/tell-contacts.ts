import type { Ctx } from '../../../../platform/context.js';
import type { Mail } from '../../../../platform/mail.js';

/** Writes to every contact. What was done is done: a mail that cannot leave is logged and undoes nothing. */
export async function tellContacts(
  ctx: Pick<Ctx, 'mail' | 'log'>,
  contacts: readonly string[],
  notice: (to: string) => Mail,
): Promise<void> {
  for (const to of contacts)
    await ctx.mail.send(notice(to)).catch((err: unknown) => ctx.log.warn({ err }, 'a contact was not told'));
}
