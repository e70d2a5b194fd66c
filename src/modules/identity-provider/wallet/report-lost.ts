import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import type { Mail } from '../../../platform/mail.js';
import { ecps } from '../../credentials/index.js';
import { personByIdNat } from '../store.js';
import { closeOwnSessions } from './close-sessions.js';

/**
 * Ends the e-CPS of somebody whose phone is lost, at once and for good, and with `sessions` every session too; says so by
 * mail, so that a report by somebody else is noticed. Out: false when there was no e-CPS to end.
 */
export async function reportPhoneLost(
  ctx: Ctx,
  idNat: string,
  { sessions }: { sessions: boolean },
): Promise<boolean> {
  const ended = await transaction(ctx, async (tx) => {
    const had = await ecps.endMeans(tx, { idNat, reason: 'lost' });
    if (sessions) await closeOwnSessions(tx, idNat);
    await journal(tx, {
      act: 'identity-provider.report-phone-lost',
      subject: idNat,
      outcome: had ? 'done' : 'refused',
      data: { sessions },
    });
    return had;
  });
  const person = await personByIdNat(ctx, idNat);
  if (ended && person?.mail) await ctx.mail.send(lostMail(ctx, person.mail, person.givenName, sessions));
  return ended;
}

const lostMail = (ctx: Ctx, to: string, givenName: string, sessions: boolean): Mail => ({
  to,
  subject: 'Votre e-CPS ne fonctionne plus',
  text: [
    `Bonjour ${givenName},`,
    `Vous avez signalé la perte de votre téléphone. Votre e-CPS ne fonctionne plus${sessions ? ', et toutes vos sessions sont fermées' : ''}.`,
    `Pour vous connecter de nouveau, activez une e-CPS sur un autre téléphone : ${ctx.config.origin}/portail-psc/activation`,
    'Ce n’était pas vous ? Prévenez votre autorité d’enregistrement : quelqu’un a ouvert une session à votre nom.',
  ].join('\n\n'),
});
