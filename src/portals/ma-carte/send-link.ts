import { z } from 'zod';
import { issueLoginLink } from '../../modules/access/index.js';
import { persons } from '../../modules/registry/index.js';
import type { JobHandler } from '../../platform/jobs.js';

/** Links and codes of Ma Carte open nothing else, and so does the session that they open. */
export const DOOR_CODE = 'ma-carte';
export const SEND_CARD_LINK = 'ma-carte.send-link';

const payload = z.object({ idNat: z.string() });

/**
 * Sends the link that opens Ma Carte to the address that the register holds, for who has no means yet. A job, so that the
 * page answers as fast for everybody. Nothing is sent to somebody without mail and mobile.
 */
export const sendCardLink: JobHandler = {
  name: SEND_CARD_LINK,
  async run(ctx, raw) {
    const { idNat } = payload.parse(raw);
    const person = (await persons(ctx, [idNat])).get(idNat);
    const { mail, mobile } = person?.correspondence ?? {};
    if (person?.state !== 'active' || !mail || !mobile) return;
    const token = await issueLoginLink(ctx, { door: DOOR_CODE, memberId: idNat });
    await ctx.mail.send({
      to: mail,
      subject: 'Ma Carte : votre lien de connexion',
      text: [
        'Bonjour,',
        'Vous avez demandé à ouvrir Ma Carte, pour commander ou suivre votre carte de professionnel.',
        `${ctx.config.origin}/ma-carte/lien/${token}`,
        'Ce lien vaut 15 minutes et ne sert qu’une fois. Un code vous sera ensuite envoyé par SMS.',
        'Si vous n’avez rien demandé, ne faites rien : personne n’entre sans le code.',
      ].join('\n\n'),
    });
  },
};
