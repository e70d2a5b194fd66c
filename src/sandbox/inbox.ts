import { sql } from 'kysely';
import type { Clock } from '../platform/clock.js';
import { type Db, rows } from '../platform/db/connection.js';
import type { MailPort } from '../platform/mail.js';
import type { SmsPort } from '../platform/sms.js';

export interface Message {
  readonly id: number;
  readonly channel: 'mail' | 'sms';
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly at: Date;
}

/** The sandbox's mail server: every message lands in the inbox page and nowhere else. */
export function inboxMail(db: Db, clock: Clock): MailPort {
  return {
    async send(mail) {
      await sql`insert into sandbox.messages (channel, recipient, subject, body, html, at)
        values ('mail', ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html ?? null}, ${clock.now()})`.execute(
        db,
      );
    },
  };
}

/** The sandbox's text-message gateway. */
export function inboxSms(db: Db, clock: Clock): SmsPort {
  return {
    async send(sms) {
      await sql`insert into sandbox.messages (channel, recipient, body, at)
        values ('sms', ${sms.to}, ${sms.text}, ${clock.now()})`.execute(db);
    },
  };
}

/** Messages caught, newest first. @param to only those for this address or number */
export function messages(db: Db, to: string | undefined, limit = 50): Promise<Message[]> {
  return rows(
    db,
    sql<Message>`select id, channel, recipient as "to", subject, body as text, html, at from sandbox.messages
      where ${to ?? null}::text is null or recipient = ${to ?? null} order by id desc limit ${limit}`,
  );
}
