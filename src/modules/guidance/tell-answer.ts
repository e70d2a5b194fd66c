import { sql } from 'kysely';
import { z } from 'zod';
import { one } from '../../platform/db/connection.js';
import type { JobHandler } from '../../platform/jobs.js';

export const TELL_ANSWER = 'guidance.tell-answer';

/** Tells an integrator by mail that a ticket was answered; the answer itself is read after signing in. */
export const tellAnswer: JobHandler = {
  name: TELL_ANSWER,
  async run(ctx, raw) {
    const { id } = z.object({ id: z.number() }).parse(raw);
    const ticket = await one(
      ctx.db,
      sql<{
        contact: string;
        subject: string;
      }>`select contact, subject from guidance.tickets where id = ${id}`,
    );
    if (!ticket) return;
    await ctx.mail.send({
      to: ticket.contact,
      subject: `Réponse à votre demande n° ${id}`,
      text: [
        'Bonjour,',
        `Le support a répondu à votre demande « ${ticket.subject} ».`,
        `${ctx.config.origin}/services/support/${id}`,
      ].join('\n\n'),
    });
  },
};
