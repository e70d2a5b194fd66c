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

/** The administrative agent, who is the technical administrator of the hospital. */
const ADMINISTRATOR = 'P-ADM';

/**
 * Gives the administrative agent the card of staff that his story says he has, so that the platform of certificates opens to
 * him. A job, since the keys of the authorities of a first start are not there yet; it has nothing to do twice.
 */
export const giveAdministratorCard: JobHandler = {
  name: 'sandbox.give-administrator-card',
  async run(ctx) {
    const idNat = (await personaNumbers(ctx)).get(ADMINISTRATOR);
    if (!idNat || (await cards.usableCards(ctx, [idNat])).get(idNat)?.length) return;
    await makeCardNow(ctx, { idNat, type: 'CPE' });
  },
};
