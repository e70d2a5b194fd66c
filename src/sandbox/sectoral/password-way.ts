import { randomInt } from 'node:crypto';
import { usageOf } from '../../modules/guidance/index.js';
import { ownMailboxes } from '../../modules/messaging/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { sameText } from '../../platform/secrets.js';
import type { SecureMail } from '../secure-mail.js';
import { served } from './calls.js';
import { sectoralErrors } from './errors.js';
import { MAIL_OPERATOR, openMail } from './mail.js';

/** Known to everybody and kept nowhere: it plays the password of a mailbox of before the e-CPS. */
export const MAIL_PASSWORD = 'messagerie-d-essai';
/** A telephone of the range of fiction: codes land in the messages of the sandbox. */
const PHONE = '+33639980099';
const CODE_MS = 5 * 60_000;
const TRIES = 3;

interface Waiting {
  readonly code: string;
  readonly until: number;
  tries: number;
}

/**
 * The former way into a personal mailbox: a password, then a code by SMS, as long as the usage matrix lets it. It never
 * opens a delegated mailbox, and says nothing of who is there but the holder.
 */
export class PasswordWay {
  readonly #waiting = new Map<string, Waiting>();

  constructor(readonly ctx: Ctx) {}

  /** Whether this way still opens today. */
  get isOpen(): boolean {
    return usageOf('mss-personal', 'password', today(this.ctx.clock))?.answer === 'yes';
  }

  /** Sends a code for a mailbox whose password is right. @throws Refusal 403 the day is over, or a wrong password */
  async ask(address: string, password: string): Promise<void> {
    const { ctx } = this;
    const to = address.trim().toLowerCase();
    await served(ctx, { means: 'password' }, { act: 'mss-personal', about: to }, async (_, row) => {
      if (!sameText(password, MAIL_PASSWORD) || !(await holderOf(ctx, to)))
        throw sectoralErrors.notYourMailbox(row.id);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      this.#waiting.set(to, { code, until: ctx.clock.now().getTime() + CODE_MS, tries: 0 });
      await ctx.sms.send({ to: PHONE, text: `Votre code de messagerie : ${code}` });
    });
  }

  /** Opens the mailbox with the code, once. @throws Refusal 403 the day is over, or a wrong or late code */
  async open(address: string, code: string): Promise<SecureMail[]> {
    const to = address.trim().toLowerCase();
    const held = this.#waiting.get(to);
    if (held) held.tries += 1;
    const right = held !== undefined && held.tries <= TRIES && sameText(code.trim(), held.code);
    const isLate = held !== undefined && held.until < this.ctx.clock.now().getTime();
    if (right || isLate) this.#waiting.delete(to);
    const idNat = right && !isLate ? await holderOf(this.ctx, to) : undefined;
    return openMail(this.ctx, { means: 'password', ...(idNat !== undefined && { idNat }) }, to);
  }
}

/** The holder of a personal mailbox of the demo operator; undefined when the address is none. */
async function holderOf(ctx: Ctx, address: string): Promise<string | undefined> {
  const { mailboxes } = await ownMailboxes(ctx, MAIL_OPERATOR, { q: address });
  return mailboxes.find((one) => one.address === address && one.type === 'PER')?.idNat;
}
