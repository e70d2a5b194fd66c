import { sql } from 'kysely';
import type Provider from 'oidc-provider';
import type { Client, KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { personByIdNat } from '../store.js';
import { idNatOfSubject, type PersonAccount, subjectOf } from './account.js';
import { exchange } from './exchange.js';

type Known = { readonly accountId: string; readonly person: { readonly idNat: string } };

/**
 * The name of a person for one service: `sub`. National: made of the identifier, and another one when that changes.
 * Stable: the one that this service was first given, for as long as the account lives.
 */
export async function subjectFor(
  ctx: Pick<Ctx, 'db'>,
  client: Client | undefined,
  { accountId, person }: Known,
): Promise<string> {
  if (client?.metadata().subject_policy !== 'stable') return subjectOf(person.idNat);
  const known = await one(
    ctx.db,
    sql<{ subject: string }>`select k.subject from identity_provider.known_subjects k
      where client_id = ${client.clientId} and account_id = coalesce((select into_account
        from identity_provider.absorbed_accounts a where a.account_id = ${accountId}), ${accountId})`,
  );
  return known?.subject ?? subjectOf(person.idNat);
}

/**
 * The account that a service names by `sub`, in an ID token that it shows as a hint: the name that it knows, or else the
 * national one. @returns what was given when it is an account already, and undefined for a name of nobody
 */
export async function accountNamed(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  client: Client | undefined,
  named: string,
): Promise<string | undefined> {
  const idNat = idNatOfSubject(named);
  if (idNat === undefined) return named;
  const known = await one(
    ctx.db,
    sql<{ accountId: string }>`select account_id "accountId" from identity_provider.known_subjects
      where client_id = ${client?.clientId ?? ''} and subject = ${named}`,
  );
  return known?.accountId ?? (await personByIdNat(ctx, idNat))?.accountId;
}

interface Source {
  readonly sid?: string;
  readonly amr?: readonly string[];
}

/** Notes each time a person comes into a service, and the name under which the service then knows them. */
export function noteVisits(provider: Provider, ctx: Pick<Ctx, 'db'>): void {
  provider.use(async (bare, next) => {
    await next();
    const koa = bare as KoaContextWithOIDC;
    const writes = exchange()?.writes;
    if (!writes || koa.oidc?.route !== 'token' || koa.status !== 200) return;
    const entities = koa.oidc.entities as unknown as Record<string, Source | undefined>;
    const source = entities.AuthorizationCode ?? entities.BackchannelAuthenticationRequest;
    const account = koa.oidc.account as PersonAccount | undefined;
    const client = koa.oidc.client;
    if (!source?.sid || !account || !client) return;
    writes.visit = {
      accountId: account.person.accountId,
      clientId: client.clientId,
      sid: source.sid,
      means: source.amr?.[0] ?? '',
      subject: await subjectFor(ctx, client, account),
    };
  });
}
