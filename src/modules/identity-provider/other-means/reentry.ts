import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';
import { LIFETIMES } from '../rules/lifetimes.js';

/** A strong sign-in of this browser that one factor may take up again. */
export interface Reentry {
  readonly accountId: string;
  /** Epoch seconds of the strong sign-in. */
  readonly at: number;
}

/** Remembers a strong sign-in, made at that time (epoch seconds). Out: the token that the browser holds. */
export async function rememberStrong(ctx: Pick<Ctx, 'db'>, accountId: string, at: number): Promise<string> {
  const token = randomToken();
  await sql`insert into identity_provider.reentries (id_hash, account_id, signed_in_at)
    values (${hashToken(token)}, ${accountId}, to_timestamp(${at}))`.execute(ctx.db);
  return token;
}

/** The strong sign-in behind a token, for four hours; undefined once it is too old or its person logged out. */
export async function reentryOf(
  ctx: Pick<Ctx, 'db'>,
  token: string | undefined,
): Promise<Reentry | undefined> {
  if (!token) return undefined;
  return one(
    ctx.db,
    sql<Reentry>`select account_id "accountId", extract(epoch from signed_in_at)::int at
      from identity_provider.reentries where id_hash = ${hashToken(token)}
        and signed_in_at > now() - make_interval(secs => ${LIFETIMES.session})`,
  );
}

/** Whoever logs out is not to be taken up again: not on this browser, nor on another. */
export async function forgetStrong(ctx: Pick<Ctx, 'db'>, accountIds: readonly string[]): Promise<void> {
  await sql`delete from identity_provider.reentries where account_id = any(${[...accountIds]}::uuid[])`.execute(
    ctx.db,
  );
}
