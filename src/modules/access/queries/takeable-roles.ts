import type { Ctx } from '../../../platform/context.js';
import { type Grant, grantsOf } from '../store.js';
import type { User } from '../user.js';

const STRONG = ['psc', 'sandbox'];

/**
 * The roles that were granted to the user and that this session may take. None in a session opened by the mail link and
 * SMS code of an ordre: whoever keeps the contacts there could take, through them, a role that the ordre did not give.
 */
export async function takeableRoles(ctx: Pick<Ctx, 'db' | 'clock'>, user: User): Promise<Grant[]> {
  return STRONG.includes(user.signedInBy) ? grantsOf(ctx, user.accountId) : [];
}
