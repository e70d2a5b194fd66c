import { z } from 'zod';
import { issueLoginLink } from '../../../modules/access/index.js';
import { memberByIdNat } from '../../../modules/authorities/index.js';
import { parseIdNat } from '../../../modules/nomenclatures/index.js';
import type { Ctx } from '../../../platform/context.js';
import type { JobHandler } from '../../../platform/jobs.js';
import { portals } from '../portal-texts.js';

const payload = z.object({ authority: z.string(), identifier: z.string() });

export const SEND_LOGIN_LINK = 'ordres.send-login-link';

/**
 * Sends the sign-in link to a member who asked for it. A job, so that the page answers the same way, and as fast, for
 * a number that the ordre does not know. Nothing is sent to somebody without mail and mobile, or whose file is closed.
 */
export const sendLoginLink: JobHandler = {
  name: SEND_LOGIN_LINK,
  async run(ctx, raw) {
    const { authority, identifier } = payload.parse(raw);
    const portal = portals().find((one) => one.authority.code === authority);
    const member = portal && (await memberOf(ctx, authority, identifier));
    const { mail, mobile } = member?.record.correspondence ?? {};
    if (!portal || !member || !mail || !mobile) return;
    const token = await issueLoginLink(ctx, { door: authority, memberId: member.memberId });
    await ctx.mail.send({
      to: mail,
      subject: `${portal.tool} : votre lien de connexion`,
      text: [
        'Bonjour,',
        `Vous avez demandé à ouvrir votre espace ${portal.tool} (${portal.authority.name}).`,
        `${ctx.config.origin}${portal.path}/lien/${token}`,
        'Ce lien vaut 15 minutes et ne sert qu’une fois. Un code vous sera ensuite envoyé par SMS.',
        'Si vous n’avez rien demandé, ne faites rien : personne n’entre sans le code.',
      ].join('\n\n'),
    });
  },
};

async function memberOf(ctx: Ctx, authority: string, identifier: string) {
  const idNat = idNatOf(identifier);
  const member = idNat ? await memberByIdNat(ctx, authority, idNat) : undefined;
  return member && (member.state === 'active' || member.state === 'suspended') ? member : undefined;
}

/** The national identifier that was typed, with or without its first 8; undefined when it is none. */
export function idNatOf(typed: string): string | undefined {
  const read = parseIdNat(typed);
  if (read.ok) return read.idNat.value;
  const corrected = read.suggestion === undefined ? undefined : parseIdNat(read.suggestion);
  return corrected?.ok ? corrected.idNat.value : undefined;
}
