import type { Context, MiddlewareHandler } from 'hono';
import { currentUser, pscSessionOf, requireRole, sessionToken } from '../modules/access/index.js';
import { meansOfSession, otherMeans } from '../modules/identity-provider/index.js';
import type { Env } from '../platform/http/request.js';

/**
 * Lets professionals in who signed in with Pro Santé Connect itself, not by mail at their ordre; the others are sent
 * there, and back to `home`.
 */
export const signedInByPsc = (home: string): MiddlewareHandler<Env>[] => [
  requireRole('professional'),
  async (c, next) => {
    const by = currentUser(c)?.signedInBy;
    if (by === 'psc' || by === 'sandbox') return next();
    return c.redirect(`/connexion/psc?retour=${home}`, 303);
  },
];

/** How the session of this request was opened, as `authMode`; the empty text when that is not known any more. */
export async function openedBy(c: Context<Env>): Promise<string> {
  if (currentUser(c)?.signedInBy === 'sandbox') return otherMeans.BY_SANDBOX;
  const ctx = c.get('ctx');
  const sid = await pscSessionOf(ctx, sessionToken(c) ?? '');
  return (sid && (await meansOfSession(ctx, sid))) ?? '';
}
