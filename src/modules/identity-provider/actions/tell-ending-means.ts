import { type Ctx, transaction } from '../../../platform/context.js';
import { ecps } from '../../credentials/index.js';
import { recipientOf } from '../queries/activation-ways-of.js';
import { personByIdNat } from '../store.js';

const FIRST = '00000000-0000-0000-0000-000000000000';
const PAGE = 500;
const DAY = 86_400_000;

/** Tells the holders of e-CPS that end in 60, 30 or 7 days, by mail, once for each notice. Out: how many were told. */
export async function tellEndingMeans(ctx: Ctx): Promise<number> {
  let told = 0;
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    const { due, last }: Awaited<ReturnType<typeof ecps.endingMeans>> = await ecps.endingMeans(
      ctx,
      after,
      PAGE,
    );
    for (const means of due) if (await tell(ctx, means)) told += 1;
    after = last;
  }
  return told;
}

/** The mail leaves before the mark is kept: a notice that could not leave is sent by the next run. */
async function tell(ctx: Ctx, means: ecps.EndingMeans): Promise<boolean> {
  const person = await personByIdNat(ctx, means.idNat);
  if (!person?.active || !person.mail) return false;
  const to = { ...recipientOf(person), mail: person.mail };
  const left = Math.ceil((means.expiresAt.getTime() - ctx.clock.now().getTime()) / DAY);
  return transaction(ctx, async (tx) => {
    if (!(await ecps.markTold(tx, means))) return false;
    const phone = `${ctx.config.origin}/e-cps`;
    await ctx.mail.send(ecps.endingMail(to, left, ecps.showDay(means.expiresAt), phone));
    return true;
  });
}
