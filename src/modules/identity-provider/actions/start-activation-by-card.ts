import type { Ctx } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { ecps } from '../../credentials/index.js';
import { cardNotShown, closedWay, notForActivation } from '../errors.js';
import { activationWaysOf, recipientOf } from '../queries/activation-ways-of.js';

/** How a session that was opened with a card says so. */
const BY_CARD = 'CARD';

/**
 * Starts the activation of an e-CPS for somebody who signed in with a card: what the phone has to read within ninety
 * seconds. In: `signedInBy`, how the session in which it is done was opened.
 * @throws errors.cardNotShown for any other session; notForActivation, closedWay, outsidePerimeter
 */
export async function startActivationByCard(
  ctx: Ctx,
  idNat: string,
  signedInBy: string,
): Promise<ecps.ShownActivation> {
  const ways = signedInBy === BY_CARD ? await activationWaysOf(ctx, idNat) : undefined;
  const refusal = refusalOf(signedInBy, ways);
  await journal(ctx, {
    ...{ act: 'identity-provider.start-activation-by-card', subject: idNat },
    ...{ outcome: refusal ? 'refused' : 'done', ...(refusal && { reason: refusal.code }) },
  });
  if (refusal || !ways) throw refusal ?? notForActivation();
  const recipient = recipientOf(ways.person);
  return ecps.startByCard(ctx, { idNat: ways.person.idNat, recipient, origin: ctx.config.origin });
}

function refusalOf(signedInBy: string, ways: Awaited<ReturnType<typeof activationWaysOf>>) {
  if (signedInBy !== BY_CARD) return cardNotShown();
  if (!ways) return notForActivation();
  const [met] = ways.card.open ? [] : ways.card.obstacles;
  return met && closedWay(met.obstacle);
}
