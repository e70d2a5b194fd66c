import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { DelegationTerms } from '../rules/delegated-proof.js';

/** An establishment whose provider of identities stands behind Pro Santé Connect. */
export interface Establishment extends DelegationTerms {
  readonly code: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly jwks: { readonly keys: readonly object[] } | null;
  readonly pairingDays: number;
  /** Whether people may sign in by it now. */
  readonly authorised: boolean;
  readonly registeredAt: Date;
}

const columns = sql`code, name, issuer, client_id as "clientId", jwks, accepted_amr as "acceptedAmr", domains,
  pairing_days as "pairingDays", authorised, registered_at as "registeredAt"`;

/** The establishments by which people may sign in, by name. `like`: a part of the name or the code. */
export function authorisedEstablishments(
  ctx: Pick<Ctx, 'db'>,
  like = '',
  limit = 20,
): Promise<{ code: string; name: string }[]> {
  return rows(
    ctx.db,
    sql<{ code: string; name: string }>`select code, name from identity_provider.establishments
      where authorised and (strpos(lower(name), lower(${like})) > 0 or strpos(lower(code), lower(${like})) > 0)
      order by name, code limit ${limit}`,
  );
}

/** One of them, authorised or not. */
export function establishment(ctx: Pick<Ctx, 'db'>, code: string): Promise<Establishment | undefined> {
  return one(
    ctx.db,
    sql<Establishment>`select ${columns} from identity_provider.establishments where code = ${code}`,
  );
}

/** All of them, with how many accounts are paired: for the operator. */
export function establishments(
  ctx: Pick<Ctx, 'db' | 'clock'>,
): Promise<(Establishment & { readonly pairings: number })[]> {
  return rows(
    ctx.db,
    sql<Establishment & { pairings: number }>`select ${columns}, (select count(*)::int
        from identity_provider.pairings p where p.establishment = e.code and ended_at is null
          and expires_at > ${ctx.clock.now()}) pairings
      from identity_provider.establishments e order by name, code limit 500`,
  );
}

/** The secret of ours that its provider knows us by, as it is kept. */
export async function sealedSecretOf(ctx: Pick<Ctx, 'db'>, code: string): Promise<string> {
  const row = await one(
    ctx.db,
    sql<{
      sealed: string;
    }>`select sealed_secret sealed from identity_provider.establishments where code = ${code}`,
  );
  return row?.sealed ?? '';
}
