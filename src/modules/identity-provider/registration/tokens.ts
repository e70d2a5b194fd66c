import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';

/**
 * Gives a token with which a program may register `uses` services by itself, within `days`. Out: the token, told once.
 */
export async function giveInitialToken(
  ctx: Ctx,
  { uses = 1, days = 30 }: { uses?: number; days?: number } = {},
): Promise<string> {
  const token = randomToken();
  await transaction(ctx, async (tx) => {
    await sql`insert into identity_provider.initial_tokens (token_hash, given_by, uses_left, expires_at)
      values (${hashToken(token)}, ${tx.actor}, ${uses}, now() + make_interval(days => ${days}))`.execute(
      tx.db,
    );
    await journal(tx, { act: 'identity-provider.give-initial-token', outcome: 'done', data: { uses, days } });
  });
  return token;
}

/** Takes one use of an initial token; false when it is unknown, used up or too old. */
export async function takeInitialToken(ctx: Pick<Ctx, 'db'>, token: string): Promise<boolean> {
  const taken = sql`update identity_provider.initial_tokens set uses_left = uses_left - 1
    where token_hash = ${hashToken(token)} and uses_left > 0 and expires_at > now()`;
  return (await affected(ctx.db, taken)) === 1;
}

/** Gives the token that manages one registration. */
export async function giveManagementToken(ctx: Pick<Ctx, 'db'>, clientId: string): Promise<string> {
  const token = randomToken();
  await sql`update identity_provider.services set registration_token_hash = ${hashToken(token)}
    where client_id = ${clientId}`.execute(ctx.db);
  return token;
}

/** Whether this token manages that registration. */
export async function manages(ctx: Pick<Ctx, 'db'>, token: string, clientId: string): Promise<boolean> {
  // Anybody may ask with anything; a database text cannot hold that sign.
  if (clientId.includes('\0')) return false;
  const held = await one(
    ctx.db,
    sql<{ one: number }>`select 1 one from identity_provider.services
      where client_id = ${clientId} and registration_token_hash = ${hashToken(token)} and enabled`,
  );
  return held !== undefined;
}
