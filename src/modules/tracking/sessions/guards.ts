import type { Context } from 'hono';
import type { Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { askToSignIn, currentUser, refuse } from '../../access/index.js';
import { parseIdNat } from '../../nomenclatures/index.js';
import { type Hop, mayFollow, mayLook } from '../rules/who-may-look.js';

/**
 * Opens the tool of a step on a person. Every refusal is journaled.
 * @throws Refusal 401 nobody signed in (a browser goes to the sign-in page), 403 anybody without the right.
 */
export const lookGuard = (c: Context<Env>, hop: Hop, idNat: string): Promise<void> =>
  guard(c, `look ${hop}`, idNat, mayLook(hop, currentUser(c), idNat));

/** Same for the tracking page of a person. */
export const followGuard = (c: Context<Env>, idNat: string): Promise<void> =>
  guard(c, 'follow', idNat, mayFollow(currentUser(c), idNat));

async function guard(c: Context<Env>, what: string, typed: string, allowed: boolean): Promise<void> {
  if (allowed) return;
  // What is no identifier is not written down as one: the journal then names the page.
  const read = parseIdNat(typed);
  const idNat = read.ok ? read.idNat.value : undefined;
  if (currentUser(c)) await refuse(c, what, idNat ? { idNat } : {});
  await journal(c.get('ctx'), {
    act: 'access.open-page',
    subject: idNat ?? new URL(c.req.url).pathname,
    outcome: 'refused',
    reason: what,
  });
  askToSignIn(c);
}
