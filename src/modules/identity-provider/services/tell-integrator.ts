import { z } from 'zod';
import type { JobHandler } from '../../../platform/jobs.js';
import { declaredService } from './store.js';

export const TELL_INTEGRATOR = 'identity-provider.tell-integrator';

const payload = z.object({ id: z.string(), decision: z.enum(['approved', 'refused']) });

/** Tells the technical contact of a declaration, by mail, what was decided; no secret ever leaves by mail. */
export const tellIntegrator: JobHandler = {
  name: TELL_INTEGRATOR,
  async run(ctx, raw) {
    const { id, decision } = payload.parse(raw);
    const held = await declaredService(ctx, id);
    if (!held) return;
    const approved = decision === 'approved';
    const { name, technicalContact } = held.asked;
    await ctx.mail.send({
      to: technicalContact,
      subject: approved ? `${name} est raccordé à Pro Santé Connect` : `${name} : dossier à reprendre`,
      text: [
        'Bonjour,',
        approved
          ? `Le dossier de raccordement de ${name} est accepté. Son identifiant et son secret vous attendent sur sa page.`
          : `Le dossier de raccordement de ${name} n’est pas accepté. Motif : ${held.reason ?? ''}`,
        `${ctx.config.origin}/services/raccordement/${id}`,
      ].join('\n\n'),
    });
  },
};
