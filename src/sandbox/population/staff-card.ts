import { cards } from '../../modules/credentials/index.js';
import { persons } from '../../modules/registry/index.js';
import type { Ctx } from '../../platform/context.js';
import type { JobHandler } from '../../platform/jobs.js';
import { makeCardNow } from '../cards.js';
import { personaNumbers } from './steps.js';

/** The liberal doctor of the personas, and the secretary of that practice. */
const [EMPLOYER, SECRETARY] = ['P-MED', 'P-CAB'] as const;

/** Orders the card of the secretary as her employer does on TOPS, so that the portal has something to show. */
export async function orderStaffCard(ctx: Ctx): Promise<void> {
  const known = await personaNumbers(ctx);
  const [orderedBy, idNat = ''] = [known.get(EMPLOYER), known.get(SECRETARY)];
  const exercise = (await persons(ctx, [idNat])).get(idNat)?.exercises[0];
  const structureId = exercise?.activities[0]?.structure;
  if (!orderedBy || !exercise || !structureId) return;
  const { name: familyName, givenName } = exercise;
  const holder = { idNat, givenName, familyName };
  await cards.orderCard(ctx, { type: 'CPE', holder, structureId, orderedBy, via: 'tops' });
}

/** Those whose story says that they hold a card. */
const HOLDERS = ['P-IDE-CPS', 'P-ADM', 'P-CPE-SIRET'] as const;

/**
 * Gives some personas the card that their story tells: the nurse signs in with it, the administrative agent opens the platform of
 * certificates. A job, since the keys of the authorities of a first start are not there yet; it has nothing to do twice.
 */
export const giveToldCards: JobHandler = {
  name: 'sandbox.give-told-cards',
  async run(ctx) {
    const known = await personaNumbers(ctx);
    const idNats = HOLDERS.flatMap((key) => known.get(key) ?? []);
    const held = await cards.usableCards(ctx, idNats);
    for (const idNat of idNats) if (!held.has(idNat)) await makeCardNow(ctx, { idNat });
  },
};
