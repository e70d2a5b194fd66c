import { importJWK, type JSONWebKeySet } from 'jose';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import type { ProgramScope } from './program-scopes.js';

export interface AuthorityClient {
  readonly client_id: string;
  /** Code of whoever the program speaks for. */
  readonly authority: string;
  readonly scope: ProgramScope;
  readonly jwks: JSONWebKeySet;
}

/** The id under which the program of an authority asks for tokens, e.g. `authority-CNOM`. */
export const authorityClientId = (authority: string): string => `authority-${authority}`;

/** The id under which a program that may read restricted data asks for tokens. */
export const restrictedClientId = (code: string): string => `acces-restreint-${code}`;

/** The id under which the program of an operator of mailboxes asks for tokens. */
export const mailOperatorClientId = (operator: string): string => `messagerie-${operator}`;

/**
 * Registers (or gives new keys to) the program of an authority. In: its code and its public keys (JWK set).
 * Out: the client id. @throws TypeError when a key is private, symmetric or unreadable.
 */
export function registerAuthorityClient(
  ctx: Ctx,
  { authority, jwks }: { authority: string; jwks: JSONWebKeySet },
): Promise<string> {
  const client_id = authorityClientId(authority);
  return registerProgram(ctx, { client_id, authority, scope: 'registrations', jwks });
}

/** The same for the program of an operator of mailboxes, whose tokens open the mailboxes' API alone. */
export function registerMailOperatorClient(
  ctx: Ctx,
  { operator, jwks }: { operator: string; jwks: JSONWebKeySet },
): Promise<string> {
  const client_id = mailOperatorClientId(operator);
  return registerProgram(ctx, { client_id, authority: operator, scope: 'mailboxes', jwks });
}

/**
 * The same for a program that may read the restricted data of the directory. In: a code of its own; the subject of the
 * software certificate that it has to show besides (RFC 4514), null to ask for none of its own any more, undefined to leave
 * that as it is.
 */
export function registerRestrictedClient(
  ctx: Ctx,
  { code, jwks, certificateDn }: { code: string; jwks: JSONWebKeySet; certificateDn?: string | null },
): Promise<string> {
  const client = { client_id: restrictedClientId(code), authority: code, scope: 'restricted', jwks } as const;
  return transaction(ctx, async (tx) => {
    const clientId = await registerProgram(tx, client);
    if (certificateDn !== undefined)
      await sql`update access.authority_clients set certificate_dn = ${certificateDn}
        where client_id = ${clientId}`.execute(tx.db);
    return clientId;
  });
}

async function registerProgram(ctx: Ctx, client: AuthorityClient): Promise<string> {
  const { client_id: clientId, authority, scope, jwks } = client;
  for (const key of jwks.keys) {
    if ('d' in key || 'k' in key) throw new TypeError('only public keys are kept');
    await importJWK(key, key.alg ?? 'ES256');
  }
  await transaction(ctx, async (tx) => {
    await sql`insert into access.authority_clients (client_id, authority, scope, jwks, created_at)
      values (${clientId}, ${authority}, ${scope}, ${JSON.stringify(jwks)}::jsonb, ${tx.clock.now()})
      on conflict (client_id) do update set jwks = excluded.jwks, disabled_at = null`.execute(tx.db);
    await journal(tx, { act: 'access.register-authority-client', subject: clientId, outcome: 'done' });
  });
  return clientId;
}

/** The program that goes by that id and may still ask for tokens. */
export function authorityClient(ctx: Ctx, clientId: string): Promise<AuthorityClient | undefined> {
  return one(
    ctx.db,
    sql<AuthorityClient>`select client_id, authority, scope, jwks from access.authority_clients
      where client_id = ${clientId} and disabled_at is null`,
  );
}
