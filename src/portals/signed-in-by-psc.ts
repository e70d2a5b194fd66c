import type { Context, MiddlewareHandler } from 'hono';
import { currentUser, pscSessionOf, requireRole, sessionToken } from '../modules/access/index.js';
import { meansOfSession, otherMeans } from '../modules/identity-provider/index.js';
import { Refusal } from '../platform/errors.js';
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

/** The card and the e-CPS, as Pro Santé Connect names them. */
const OWN_MEANS: readonly string[] = ['CARD', 'MOBILE', otherMeans.BY_SANDBOX];

/**
 * Lets in who opened his session with his card or his e-CPS, the two forms of one thing (CSS art. R161-52), and no weaker
 * means: those who act for a structure are asked for a card. In: the portal, by the name that people know.
 * @throws Refusal 403 `other-means`
 */
export async function requireCardOrEcps(c: Context<Env>, portal: string): Promise<void> {
  if (OWN_MEANS.includes(await openedBy(c))) return;
  throw new Refusal({
    code: 'portals.other-means',
    status: 403,
    message: `${portal} s’ouvre avec votre carte ou votre e-CPS. Reconnectez-vous avec l’une des deux.`,
  });
}
