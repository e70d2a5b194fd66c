import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { hashToken, randomToken, seal } from '../../../platform/secrets.js';
import { errors } from '../errors.js';
import { userOfToken } from '../queries/user-of-token.js';
import { isRole, type Role, SCOPED_ROLES } from '../rules/roles.js';
import { SESSION_PREFIX, SESSION_SECONDS } from '../rules/session-life.js';
import { accountByKey, accountOfPerson } from '../store.js';
import type { User } from '../user.js';

export interface PersonSignIn {
  readonly idNat: string;
  readonly name?: string;
  /** `psc`, `sandbox`, or the code of an ordre (mail link and SMS code). `sandbox` when left out. */
  readonly signedInBy?: string;
  /** The ID token of Pro Santé Connect, to end that session with ours. */
  readonly idToken?: string;
}

/** A role of the sandbox; `scope` is an authority code (agent) or a structure id (manager). */
export interface RoleSignIn {
  readonly role: string;
  readonly scope?: string;
}

export interface OpenedSession {
  /** Value of the cookie, and bearer for programs. Shown once. */
  readonly token: string;
  readonly expiresAt: Date;
  readonly user: User;
}

/**
 * Opens a session of the portals. In: a person (by idNat), or in the sandbox a role with its scope.
 * Out: the token. @throws Refusal 422 unknown role or missing scope, 403 closed account or no sandbox here.
 */
export async function openSession(ctx: Ctx, who: PersonSignIn | RoleSignIn): Promise<OpenedSession> {
  const signedInBy = 'idNat' in who ? (who.signedInBy ?? 'sandbox') : 'sandbox';
  if (signedInBy === 'sandbox' && ctx.config.profile !== 'sandbox')
    throw errors.notAllowed('sandbox sign-in');
  const as = 'idNat' in who ? await person(ctx, who) : await sandboxRole(ctx, who);
  const idToken = 'idNat' in who ? who.idToken : undefined;
  return writeSession(ctx, { ...as, signedInBy, ...(idToken !== undefined && { idToken }) });
}

async function person(ctx: Ctx, who: PersonSignIn) {
  const account = await accountOfPerson(ctx, who.idNat, who.name ?? who.idNat);
  if (!account || account.disabled) throw errors.disabledAccount();
  return { account: account.id, role: 'professional' as Role, scope: [] };
}

async function sandboxRole(ctx: Ctx, { role, scope }: RoleSignIn) {
  const scoped = SCOPED_ROLES.includes(role as Role);
  if (!isRole(role) || role === 'professional' || (scoped && !scope)) throw errors.unknownRole();
  const name = scope ? `Compte d’essai (${scope})` : 'Compte d’essai';
  const account = await accountByKey(ctx, `sandbox:${role}:${scope ?? ''}`, name);
  if (!account || account.disabled) throw errors.disabledAccount();
  return { account: account.id, role, scope: scope ? [scope] : [] };
}

interface NewSession {
  readonly account: string;
  readonly role: Role;
  readonly scope: readonly string[];
  readonly signedInBy: string;
  readonly idToken?: string;
}

/** Writes the session; only the hash of its token stays. Callers have checked that the account may take the role. */
export async function writeSession(ctx: Ctx, session: NewSession): Promise<OpenedSession> {
  const token = `${SESSION_PREFIX}${randomToken()}`;
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  const idToken = session.idToken ? seal(ctx.config.secret, 'access:id-token', session.idToken) : null;
  const sid = session.idToken ? decodeJwt(session.idToken).sid : undefined;
  await sql`insert into access.sessions (token_hash, account, role, scope, signed_in_by, id_token, psc_sid, expires_at)
    values (${hashToken(token)}, ${session.account}, ${session.role}, ${[...session.scope]}::text[],
      ${session.signedInBy}, ${idToken}, ${typeof sid === 'string' ? sid : null}, ${expiresAt})`.execute(
    ctx.db,
  );
  const user = await userOfToken(ctx, token);
  if (!user) throw errors.disabledAccount();
  return { token, expiresAt, user };
}
