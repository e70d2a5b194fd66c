import { createTransport } from 'nodemailer';
import type { Ctx } from './context.js';
import { Refusal } from './errors.js';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly { filename: string; content: string; contentType: string }[];
}

/** Where mail leaves the program. The sandbox catches it in its inbox. */
export interface MailPort {
  /** @throws Refusal 503 `mail-away` when the mail does not leave */
  send(mail: Mail): Promise<void>;
}

/** How long a mail server may say nothing, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Sends by SMTP. @param url e.g. `smtps://user:password@mail.example:465` */
export function smtpMail(url: string, from: string, patience = PATIENCE_MS): MailPort {
  const [connectionTimeout, greetingTimeout, socketTimeout] = [patience, patience, patience];
  const transport = createTransport({ url, connectionTimeout, greetingTimeout, socketTimeout });
  return {
    async send(mail) {
      const attachments = mail.attachments ? [...mail.attachments] : [];
      await transport.sendMail({ ...mail, from, attachments }).catch((error: unknown) => {
        throw mailAway(error);
      });
    },
  };
}

/** Whether something failed because mail does not leave. */
export const isMailAway = (error: unknown): boolean => error instanceof Refusal && error.code === MAIL_AWAY;

const MAIL_AWAY = 'mail-away';

/** What the server answered may quote an address: of its answer the log keeps the codes. */
const mailAway = (error: unknown): Refusal => {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return new Refusal({
    code: MAIL_AWAY,
    status: 503,
    message: 'Le courrier électronique ne part pas en ce moment : réessayez dans quelques minutes.',
    data: { retryAfterSeconds: 60 },
    detail: `smtp ${[code, responseCode].filter((one) => one !== undefined).join(' ')}`,
  });
};

/** Says by mail what was done. It is done: a mail that cannot leave is logged and undoes nothing. */
export async function sendNotice(ctx: Pick<Ctx, 'mail' | 'log'>, mail: Mail): Promise<void> {
  await ctx.mail
    .send(mail)
    .catch((err: unknown) => ctx.log.warn({ err, subject: mail.subject }, 'a notice did not leave'));
}
