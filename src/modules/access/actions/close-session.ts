import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken, unseal } from '../../../platform/secrets.js';

/** Ends a session. Out: the ID token of the Pro Santé Connect sign-in behind it, where there was one. */
export async function closeSession(ctx: Ctx, token: string): Promise<{ idToken?: string }> {
  const gone = await one(
    ctx.db,
    sql<{ id_token: string | null }>`delete from access.sessions where token_hash = ${hashToken(token)}
      returning id_token`,
  );
  const idToken = gone?.id_token ? unseal(ctx.config.secret, 'access:id-token', gone.id_token) : undefined;
  return idToken === undefined ? {} : { idToken };
}

/** Ends every session that these people opened themselves, in whatever role; those lent by the sandbox stay. */
export async function closeSessionsOf(ctx: Pick<Ctx, 'db'>, idNats: readonly string[]): Promise<void> {
  if (idNats.length === 0) return;
  await sql`delete from access.sessions s using access.accounts a
    where a.id = s.account and a.id_nat = any(${[...idNats]}) and s.signed_in_by <> 'sandbox'`.execute(
    ctx.db,
  );
}

/** Ends the sessions of the portals that were opened under a session of Pro Santé Connect. */
export async function closeSessionsUnder(ctx: Pick<Ctx, 'db'>, pscSid: string): Promise<void> {
  await sql`delete from access.sessions where psc_sid = ${pscSid}`.execute(ctx.db);
}

/** Forgets sessions, links, codes and tokens whose time has passed; for the periodic clean-up. */
export async function forgetExpired(ctx: Pick<Ctx, 'db'>): Promise<void> {
  for (const table of ['sessions', 'login_links', 'login_codes', 'authority_tokens', 'client_assertions']) {
    await sql`delete from ${sql.table(`access.${table}`)} where expires_at < now()`.execute(ctx.db);
  }
}
