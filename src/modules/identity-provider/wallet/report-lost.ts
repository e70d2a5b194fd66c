import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import type { Mail } from '../../../platform/mail.js';
import { ecps } from '../../credentials/index.js';
import { disableCode } from '../other-means/codes.js';
import { forgetStrong } from '../other-means/reentry.js';
import { personByIdNat } from '../store.js';
import { closeOwnSessions } from './close-sessions.js';

/**
 * Ends what a lost phone can do, at once and for good: the e-CPS, the codes that it shows or gets by SMS, coming back by one
 * of them; with `sessions` every session too. Says so by mail, so that a report by somebody else is noticed. Out: false
 * when there was nothing to end.
 */
export async function reportPhoneLost(
  ctx: Ctx,
  idNat: string,
  { sessions }: { sessions: boolean },
): Promise<boolean> {
  const person = await personByIdNat(ctx, idNat);
  const ended = await transaction(ctx, async (tx) => {
    let had = await ecps.endMeans(tx, { idNat, reason: 'lost' });
    for (const kind of ['TOTP', 'SMS'] as const)
      if (person && (await disableCode(tx, person, kind))) had = true;
    if (person) await forgetStrong(tx, [person.accountId]);
    if (sessions) await closeOwnSessions(tx, idNat);
    await journal(tx, {
      act: 'identity-provider.report-phone-lost',
      subject: idNat,
      outcome: had ? 'done' : 'refused',
      data: { sessions },
    });
    return had;
  });
  if (ended && person?.mail) await ctx.mail.send(lostMail(ctx, person.mail, person.givenName, sessions));
  return ended;
}

const lostMail = (ctx: Ctx, to: string, givenName: string, sessions: boolean): Mail => ({
  to,
  subject: 'Votre e-CPS ne fonctionne plus',
  text: [
    `Bonjour ${givenName},`,
    `Vous avez signalé la perte de votre téléphone. Votre e-CPS et vos codes par application ou par SMS ne fonctionnent plus${sessions ? ', et toutes vos sessions sont fermées' : ''}.`,
    `Pour vous connecter de nouveau, activez une e-CPS sur un autre téléphone : ${ctx.config.origin}/portail-psc/activation`,
    'Ce n’était pas vous ? Prévenez votre autorité d’enregistrement : quelqu’un a ouvert une session à votre nom.',
  ].join('\n\n'),
});
