import type { Ctx } from '../../../platform/context.js';
import { ecps } from '../../credentials/index.js';
import { persons } from '../../registry/index.js';
import { type PersonCopy, personByIdNat } from '../store.js';

export type Prerequisites =
  | { readonly met: true; readonly person: PersonCopy }
  /**
   * `unknown` to every register; `not-published`: in the register, not (or no longer) in the directory yet;
   * `outside-perimeter`: of a population that Pro Santé Connect does not take yet.
   */
  | {
      readonly met: false;
      readonly missing: 'unknown' | 'not-published' | 'no-means' | 'outside-perimeter';
    };

/** Whether a person may ask to sign in with the e-CPS: published in the directory, holder of a usable e-CPS. */
export async function signInPrerequisites(ctx: Ctx, idNat: string): Promise<Prerequisites> {
  const published = await publication(ctx, idNat);
  if (published.met && !(await ecps.activeMeans(ctx, published.person.idNat)))
    return { met: false, missing: 'no-means' };
  return published;
}

/** Whether the directory publishes the person: what any means of sign-in supposes. */
export async function publication(ctx: Ctx, idNat: string): Promise<Prerequisites> {
  const person = await personByIdNat(ctx, idNat);
  if (person?.active) return { met: true, person };
  if (person?.outside) return { met: false, missing: 'outside-perimeter' };
  const registered = (await persons(ctx, [idNat])).get(idNat);
  return { met: false, missing: registered?.state === 'active' ? 'not-published' : 'unknown' };
}
