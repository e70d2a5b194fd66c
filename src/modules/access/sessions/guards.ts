import type { Context, MiddlewareHandler } from 'hono';
import type { Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { takeableRoles } from '../queries/takeable-roles.js';
import { type Act, type Asker, may, type Target } from '../rules/role-matrix.js';
import { ROLE_LABELS, ROLES, type Role } from '../rules/roles.js';
import type { Grant } from '../store.js';
import type { User } from '../user.js';
import { currentUser } from './middleware.js';

/**
 * Lets only the named roles pass. Nobody signed in: a browser is sent to the sign-in page and back, a program gets
 * 401. Another role: 403, journaled.
 */
export function requireRole(...roles: readonly Role[]): MiddlewareHandler<Env> {
  return async (c, next) => {
    const user = currentUser(c);
    if (!user) askToSignIn(c);
    else if (!roles.includes(user.kind))
      await deny(c, user, `role ${user.kind}`, {}, (asker) => roles.includes(asker.kind));
    await next();
  };
}

/**
 * The signed-in user, when the role matrix lets him do `act` on `target`.
 * @throws Refusal 401 nobody signed in; 403 not allowed (journaled).
 */
export async function requireAct(c: Context<Env>, act: Act, target: Target = {}): Promise<User> {
  const user = currentUser(c);
  if (!user) return askToSignIn(c);
  if (!may(user, act, target)) await deny(c, user, act, target, (asker) => may(asker, act, target));
  return user;
}

/** Refuses, or offers the role that would open the page to somebody who was given it. */
async function deny(
  c: Context<Env>,
  user: User,
  reason: string,
  target: Target,
  opensTo: (asker: Asker) => boolean,
): Promise<never> {
  const { idNat } = user;
  const own: Grant[] = idNat ? [{ role: 'professional', scope: '' }] : [];
  const grants = [...own, ...(await takeableRoles(c.get('ctx'), user))];
  const asked = (grant: Grant): Asker => ({
    kind: grant.role as Role,
    scope: [grant.scope],
    ...(idNat !== undefined && { idNat }),
  });
  if (grants.some((grant) => opensTo(asked(grant)))) throw errors.otherRole(withReturn(c, '/connexion/role'));
  const scope = target.scope === undefined ? [] : [target.scope];
  const open = ROLES.filter((kind) => opensTo({ kind, scope }));
  // Who has that role, for somebody else's data, learns nothing by its name.
  return refuse(c, reason, target, open.includes(user.kind) ? [] : open);
}

/** @throws Refusal 401 which sends a browser that reads a page to `signInPage`, and back here afterwards. */
export function askToSignIn(c: Context, signInPage = '/connexion'): never {
  throw errors.signInRequired(withReturn(c, signInPage));
}

function withReturn(c: Context, page: string): string {
  const url = new URL(c.req.url);
  return c.req.method === 'GET' ? `${page}?retour=${encodeURIComponent(url.pathname + url.search)}` : page;
}

/**
 * Writes down a refusal and throws it. `subject` in the journal is the person concerned, else the path. In: the roles that
 * would be let in, to be named.
 */
export async function refuse(
  c: Context<Env>,
  reason: string,
  target: Target = {},
  roles: readonly Role[] = [],
): Promise<never> {
  await journal(c.get('ctx'), {
    act: 'access.open-page',
    subject: target.idNat ?? new URL(c.req.url).pathname,
    outcome: 'refused',
    reason,
    ...(target.scope !== undefined && { data: { scope: target.scope } }),
  });
  throw errors.notAllowed(
    reason,
    roles.map((role) => ROLE_LABELS[role]),
  );
}
