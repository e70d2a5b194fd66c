import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { seal, unseal } from '../../../platform/secrets.js';

/** How the portals are known to Pro Santé Connect. */
export interface RelyingParty {
  readonly clientId: string;
  readonly clientSecret: string;
}

const PURPOSE = 'access:relying-party';

/** The portals' own client, once it was registered. */
export async function relyingParty(ctx: Pick<Ctx, 'db' | 'config'>): Promise<RelyingParty | undefined> {
  const row = await one(
    ctx.db,
    sql<{ client_id: string; secret: string }>`select client_id, secret from access.relying_party`,
  );
  const clientSecret = row && unseal(ctx.config.secret, PURPOSE, row.secret);
  return row && clientSecret ? { clientId: row.client_id, clientSecret } : undefined;
}

/**
 * Makes sure that the portals are a service of Pro Santé Connect. `register` is called once in the life of a database
 * (or when the program's secret changed) with the addresses to allow; several processes may start at once.
 */
export async function ensureRelyingParty(
  ctx: Ctx,
  register: (
    ctx: Ctx,
    addresses: { redirectUris: string[]; postLogoutRedirectUris: string[] },
  ) => Promise<RelyingParty>,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await sql`lock table access.relying_party in exclusive mode`.execute(tx.db);
    if (await relyingParty(tx)) return;
    const { clientId, clientSecret } = await register(tx, portalAddresses(tx.config.origin));
    await sql`insert into access.relying_party (client_id, secret)
      values (${clientId}, ${seal(tx.config.secret, PURPOSE, clientSecret)})
      on conflict (only_row) do update set client_id = excluded.client_id, secret = excluded.secret`.execute(
      tx.db,
    );
  });
}

/** Where Pro Santé Connect may send people back to. */
export const portalAddresses = (origin: string) => ({
  redirectUris: [`${origin}/connexion/retour`],
  postLogoutRedirectUris: [`${origin}/connexion/deconnecte`],
});
