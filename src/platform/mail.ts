import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly { filename: string; content: string; contentType: string }[];
}

/** Where mail leaves the program. The sandbox catches it in its inbox. */
export interface MailPort {
  send(mail: Mail): Promise<void>;
}

/** Sends by SMTP. @param url e.g. `smtps://user:password@mail.example:465` */
export function smtpMail(url: string, from: string): MailPort {
  const transport = createTransport(url);
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, from, attachments: mail.attachments ? [...mail.attachments] : [] });
    },
  };
}
