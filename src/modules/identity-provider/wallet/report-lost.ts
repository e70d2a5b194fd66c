import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { type Mail, sendNotice } from '../../../platform/mail.js';
import { ecps } from '../../credentials/index.js';
import { endCodesOfLost } from '../other-means/end-of-lost.js';
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
    const had = await ecps.endMeans(tx, { idNat, reason: 'lost' });
    // At once; where another door ends an e-CPS as lost, its event does it.
    const ended = (await endCodesOfLost(tx, idNat)) || had;
    if (sessions) await closeOwnSessions(tx, idNat);
    await journal(tx, {
      act: 'identity-provider.report-phone-lost',
      subject: idNat,
      outcome: ended ? 'done' : 'refused',
      data: { sessions },
    });
    return ended;
  });
  if (ended && person?.mail) await sendNotice(ctx, lostMail(ctx, person.mail, person.givenName, sessions));
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
