import type { Ctx } from '../../../platform/context.js';
import { ecps } from '../../credentials/index.js';
import { contactsOf } from './start-activation-for.js';

/**
 * Starts to renew the e-CPS of a person on its own phone, with the mobile that our copy knows now: who may no longer
 * activate by contacts does not renew by them either.
 * @throws what `startActivationFor` and `ecps.startRenewal` refuse
 */
export async function renewMeansFor(ctx: Ctx, idNat: string): Promise<ecps.StartedRenewal> {
  const { displayName, mail, mobile, ...contacts } = await contactsOf(ctx, idNat);
  return ecps.startRenewal(ctx, { idNat: contacts.idNat, displayName, mail, mobile });
}
