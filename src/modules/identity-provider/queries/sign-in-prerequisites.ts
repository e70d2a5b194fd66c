import type { Ctx } from '../../../platform/context.js';
import { ecps } from '../../credentials/index.js';
import { persons } from '../../registry/index.js';
import { type WaysToMeans, waysToMeans } from '../rules/ways-to-means.js';
import { type PersonCopy, personByIdNat } from '../store.js';

export type Prerequisites =
  | { readonly met: true; readonly person: PersonCopy }
  /**
   * `unknown` to every register; `not-published`: in the register, not (or no longer) in the directory yet;
   * `outside-perimeter`: of a population that Pro Santé Connect does not take yet.
   */
  | {
      readonly met: false;
      readonly missing: 'unknown' | 'not-published' | 'outside-perimeter';
    }
  /** In the directory, without an e-CPS that can be used: never had one, or its validity ended. */
  | {
      readonly met: false;
      readonly missing: 'no-means' | 'expired-means';
      readonly ways: WaysToMeans;
    };

/** The same, means apart. */
export type Publication = Exclude<Prerequisites, { readonly ways: WaysToMeans }>;

/** Whether a person may ask to sign in with the e-CPS: published in the directory, holder of a usable e-CPS. */
export async function signInPrerequisites(ctx: Ctx, idNat: string): Promise<Prerequisites> {
  const published = await publication(ctx, idNat);
  if (!published.met || (await ecps.activeMeans(ctx, published.person.idNat))) return published;
  const { idNat: holder, person } = published.person;
  // Only those who are in the directory get here, and of them only what the directory shows everybody is used.
  const ways = waysToMeans(holder, person.exercises);
  const left = (await ecps.meansOf(ctx, [holder])).get(holder);
  const expired = left?.state === 'active' && left.expiresAt <= ctx.clock.now();
  return { met: false, missing: expired ? 'expired-means' : 'no-means', ways };
}

/** Whether the directory publishes the person: what any means of sign-in supposes. */
export async function publication(ctx: Ctx, idNat: string): Promise<Publication> {
  const person = await personByIdNat(ctx, idNat);
  if (person?.active) return { met: true, person };
  if (person?.outside) return { met: false, missing: 'outside-perimeter' };
  const registered = (await persons(ctx, [idNat])).get(idNat);
  return { met: false, missing: registered?.state === 'active' ? 'not-published' : 'unknown' };
}
