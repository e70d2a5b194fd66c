import type { Context } from 'hono';
import {
  type Act,
  askToSignIn,
  currentUser,
  refuse,
  requireAct,
  type User,
} from '../../modules/access/index.js';
import { type Member, member, memberByIdNat } from '../../modules/authorities/index.js';
import type { Env } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';
import { errors } from './errors.js';
import type { Portal } from './portal-texts.js';

/** Ways to sign in that every portal trusts; a mail link and an SMS code are trusted by the ordre that sent them. */
const TRUSTED_BY_ALL = ['psc', 'sandbox'];

/**
 * The member whose own page this is. Refusals are journaled. @throws Refusal 401 nobody signed in (a browser goes to
 * the portal's front page); 403: another role, a member of another ordre, a session opened by the contacts of another ordre.
 */
export async function ownMember(
  c: Context<Env>,
  portal: Portal,
  act: Act,
): Promise<{ user: User; own: Member }> {
  const user = currentUser(c) ?? (await turnAway(c, portal, act));
  const code = portal.authority.code;
  const target = { ...(user.idNat && { idNat: user.idNat }), scope: code };
  await requireAct(c, act, target);
  const trusted = [...TRUSTED_BY_ALL, code].includes(user.signedInBy);
  const own = user.idNat && trusted ? await memberByIdNat(c.get('ctx'), code, user.idNat) : undefined;
  if (!own || own.version === 0) return refuse(c, `${act} at ${code}`, target);
  return { user, own };
}

async function turnAway(c: Context<Env>, portal: Portal, act: Act): Promise<never> {
  const subject = new URL(c.req.url).pathname;
  await journal(c.get('ctx'), { act: 'access.open-page', subject, outcome: 'refused', reason: act });
  return askToSignIn(c, portal.path);
}

/** The agent of this authority. @throws Refusal 401 nobody signed in; 403, journaled: anybody else. */
export function ownAgent(c: Context<Env>, portal: Portal, act: Act): Promise<User> {
  return requireAct(c, act, { scope: portal.authority.code });
}

/** A file of this authority, for its agent. @throws Refusal 404 when it is unknown or another authority's. */
export async function fileOf(c: Context<Env>, portal: Portal, memberId: string): Promise<Member> {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(memberId);
  const found = uuid ? await member(c.get('ctx'), memberId) : undefined;
  if (!found || found.authority !== portal.authority.code) throw errors.unknownFile();
  return found;
}
