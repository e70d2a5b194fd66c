import { z } from 'zod';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { enqueue, type JobHandler } from '../../../../platform/jobs.js';
import { journal } from '../../../../platform/journal.js';
import { withinLimit } from '../../../../platform/rate-limit.js';
import { hashToken, seal, unseal } from '../../../../platform/secrets.js';
import { comparableName } from '../../../authorities/index.js';
import { familyNamesOf, persons } from '../../../registry/index.js';
import { blockCardsOf } from '../../cards/actions/block-cards-of.js';
import { blockedNotice } from '../messages.js';
import { isSamePerson, type SaidIdentity } from '../rules/same-person.js';

const BLOCK = 'credentials.block-in-emergency';
const TELL = 'credentials.tell-blocked';
const SEALED = 'credentials:emergency';
const DAY_SECONDS = 24 * 3600;
/**
 * Tries about one person in a day, right or wrong, by one caller and by all: a birth date is not to be found by trying, and the
 * thief of a card does not use up the tries of its holder.
 */
const TRIES_A_DAY = 5;
const TRIES_OF_ALL = 50;

/** What is said, and where it is said from, which is only counted. */
interface Asked extends SaidIdentity {
  readonly idNat: string;
  readonly from: string;
}

const askedShape = z.object({
  ...{ idNat: z.string(), familyName: z.string(), birthDate: z.string(), from: z.string().default('') },
});
const payloadShape = z.object({ said: z.string() });

/**
 * Asks for the cards of a person to be blocked at once, on little proof: the number, a name, the birth date. A job does
 * it, so that whoever asks learns nothing from the answer or from its time.
 */
export const askToBlock = (ctx: Ctx, asked: Asked): Promise<void> =>
  enqueue(ctx, BLOCK, { said: seal(ctx.config.secret, SEALED, JSON.stringify(asked)) });

/**
 * Blocks what was asked for, if what was said is right, and has the holder told by mail. Only the holder's own unblocking
 * code undoes it. Journaled, refusals too.
 */
export const blockInEmergency: JobHandler = {
  name: BLOCK,
  async run(ctx, raw) {
    const text = unseal(ctx.config.secret, SEALED, payloadShape.parse(raw).said);
    if (text === undefined) return;
    const said = askedShape.parse(JSON.parse(text));
    const { idNat } = said;
    const subject = { act: 'credentials.block-in-emergency', subject: idNat } as const;
    const refused = await whyRefused(ctx, said);
    if (refused) return journal(ctx, { ...subject, outcome: 'refused', reason: refused });
    await transaction(ctx, async (tx) => {
      const count = await blockCardsOf(tx, idNat);
      await journal(tx, { ...subject, outcome: 'done', data: { cards: count } });
      if (count > 0) await enqueue(tx, TELL, { idNat, count });
    });
  },
};

const blockedShape = z.object({ idNat: z.string(), count: z.number() });

/** Tells the holder what was blocked; a mail server that is away delays the notice, never the block. */
export const tellBlocked: JobHandler = {
  name: TELL,
  async run(ctx, raw) {
    const { idNat, count } = blockedShape.parse(raw);
    const mail = (await persons(ctx, [idNat])).get(idNat)?.correspondence?.mail;
    if (mail) await ctx.mail.send(blockedNotice(mail, count, ctx.config.origin));
  },
};

async function whyRefused(ctx: Ctx, { from, ...said }: Asked): Promise<string | undefined> {
  const about = `block-in-emergency:${said.idNat}`;
  if (!(await withinLimit(ctx, `${about}:${hashToken(from)}`, TRIES_A_DAY, DAY_SECONDS)))
    return 'too many tries';
  if (!(await withinLimit(ctx, about, TRIES_OF_ALL, DAY_SECONDS))) return 'too many tries';
  const person = (await persons(ctx, [said.idNat])).get(said.idNat);
  if (!person?.civilStatus) return 'unknown person';
  const known = { familyNames: familyNamesOf(person), birthDate: person.civilStatus.birthDate };
  return isSamePerson(said, known, comparableName) ? undefined : 'wrong identity';
}
