import type { Ctx } from '../../../platform/context.js';
import { type PersonCopy, personByIdNat } from '../store.js';

/** Somebody who may hold means of sign-in. */
export type Holder = Pick<PersonCopy, 'idNat' | 'accountId' | 'givenName' | 'familyName' | 'mobile'>;

/** The person of an identifier; undefined for whoever Pro Santé Connect does not take, or takes no more. */
export async function holderOf(ctx: Pick<Ctx, 'db' | 'clock'>, idNat: string): Promise<Holder | undefined> {
  const person = await personByIdNat(ctx, idNat);
  if (!person?.active) return undefined;
  const { accountId, givenName, familyName, mobile } = person;
  return { idNat: person.idNat, accountId, givenName, familyName, mobile };
}
