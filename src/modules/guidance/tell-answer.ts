import { sql } from 'kysely';
import { z } from 'zod';
import { one } from '../../platform/db/connection.js';
import type { JobHandler } from '../../platform/jobs.js';

export const TELL_ANSWER = 'guidance.tell-answer';

interface Answered {
  readonly contact: string;
  readonly subject: string;
  readonly account: string | null;
  readonly answer: string;
}

/**
 * Tells by mail that a ticket was answered. Whoever has an account reads the answer after signing in; to the others the
 * mail is the only way.
 */
export const tellAnswer: JobHandler = {
  name: TELL_ANSWER,
  async run(ctx, raw) {
    const { id } = z.object({ id: z.number() }).parse(raw);
    const ticket = await one(
      ctx.db,
      sql<Answered>`select contact, subject, account, (select text from guidance.messages
          where ticket = t.id and by_support order by id desc limit 1) answer
        from guidance.tickets t where id = ${id}`,
    );
    if (!ticket) return;
    const { account, answer } = ticket;
    await ctx.mail.send({
      to: ticket.contact,
      subject: `Réponse à votre demande n° ${id}`,
      text: [
        'Bonjour,',
        `Le support a répondu à votre demande « ${ticket.subject} ».`,
        account === null ? answer : `${ctx.config.origin}/services/support/${id}`,
      ].join('\n\n'),
    });
  },
};
