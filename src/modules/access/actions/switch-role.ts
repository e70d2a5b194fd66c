import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { takeableRoles } from '../queries/takeable-roles.js';
import { userOfToken } from '../queries/user-of-token.js';
import type { Role } from '../rules/roles.js';
import { closeSession } from './close-session.js';
import { type OpenedSession, writeSession } from './open-session.js';

/**
 * Takes another role of the same account: the session is closed and a new one opened in that role, so that each
 * session acts in one role only. @throws Refusal 401 no live session, 403 a role that was not given, or asked for in a
 * session opened by mail and SMS (journaled)
 */
export async function switchRole(ctx: Ctx, token: string, role: Role, scope = ''): Promise<OpenedSession> {
  const user = await userOfToken(ctx, token);
  if (!user) throw errors.signInRequired();
  const own = role === 'professional' && user.idNat !== undefined;
  const grants = await takeableRoles(ctx, user);
  if (!own && !grants.some((grant) => grant.role === role && grant.scope === scope)) {
    await journal(ctx, { act: 'access.switch-role', outcome: 'refused', reason: `${role} ${scope}`.trim() });
    throw errors.notAllowed('role was not given');
  }
  return transaction(ctx, async (tx) => {
    const { idToken } = await closeSession(tx, token);
    return writeSession(tx, {
      account: user.accountId,
      role,
      scope: scope ? [scope] : [],
      signedInBy: user.signedInBy,
      ...(idToken !== undefined && { idToken }),
    });
  });
}
