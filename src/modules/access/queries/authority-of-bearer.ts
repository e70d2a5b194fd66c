import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';
import { restrictedClientId } from '../oauth/authority-clients.js';
import type { ProgramScope } from '../oauth/program-scopes.js';
import type { Role } from '../rules/roles.js';
import { AUTHORITY_PREFIX } from '../rules/session-life.js';
import { userOfToken } from './user-of-token.js';

type World = Pick<Ctx, 'db' | 'config' | 'clock'>;

/**
 * The code of the authority for which a bearer speaks: the one of an authority's OAuth client, or in the sandbox
 * that of an agent's session. Undefined when the token opens nothing.
 */
export const authorityOfBearer = (ctx: World, token: string): Promise<string | undefined> =>
  ownerOfBearer(ctx, token, 'registrations', 'agent');

/** The same for the code of an operator of mailboxes. */
export const mailOperatorOfBearer = (ctx: World, token: string): Promise<string | undefined> =>
  ownerOfBearer(ctx, token, 'mailboxes', 'mail-operator');

/**
 * The code of the program that may read restricted data with this bearer; in the sandbox also the account of an
 * integrator's session.
 */
export async function restrictedReaderOfBearer(ctx: World, token: string): Promise<string | undefined> {
  if (token.startsWith(AUTHORITY_PREFIX)) return ownerOfBearer(ctx, token, 'restricted', 'integrator');
  const user = await userOfToken(ctx, token);
  return user?.kind === 'integrator' && user.signedInBy === 'sandbox' ? user.accountId : undefined;
}

async function ownerOfBearer(
  ctx: World,
  token: string,
  scope: ProgramScope,
  lent: Role,
): Promise<string | undefined> {
  if (token.startsWith(AUTHORITY_PREFIX)) {
    const program = await programOfBearer(ctx, token);
    return program?.scope === scope ? program.code : undefined;
  }
  const user = await userOfToken(ctx, token);
  return user?.kind === lent && user.signedInBy === 'sandbox' ? user.scope[0] : undefined;
}

/** What a bearer of a program opens, and for whom; undefined when it is none or no longer holds. */
export const programOfBearer = (
  ctx: Pick<Ctx, 'db'>,
  token: string,
): Promise<{ readonly code: string; readonly scope: ProgramScope } | undefined> =>
  one(
    ctx.db,
    sql<{ code: string; scope: ProgramScope }>`select t.authority code, c.scope from access.authority_tokens t
      join access.authority_clients c on c.client_id = t.client_id
      where t.token_hash = ${hashToken(token)} and t.expires_at > now() and c.disabled_at is null`,
  );

/** The subject of the certificate that a program of restricted data has to show (RFC 4514); undefined when it is free. */
export async function certificateOfReader(ctx: Pick<Ctx, 'db'>, code: string): Promise<string | undefined> {
  const found = await one(
    ctx.db,
    sql<{ dn: string | null }>`select certificate_dn dn from access.authority_clients
      where client_id = ${restrictedClientId(code)}`,
  );
  return found?.dn ?? undefined;
}
