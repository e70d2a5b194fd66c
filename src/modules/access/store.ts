import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { IDLE_SECONDS } from './rules/session-life.js';

export interface AccountRow {
  readonly id: string;
  readonly disabled: boolean;
}

/** The account of a person, made at the first sign-in; the name follows the latest one known. */
export function accountOfPerson(ctx: Ctx, idNat: string, name: string): Promise<AccountRow | undefined> {
  return one(
    ctx.db,
    sql<AccountRow>`insert into access.accounts (id_nat, name, created_at)
      values (${idNat}, ${name}, ${ctx.clock.now()})
      on conflict (id_nat) do update set name = excluded.name
      returning id, disabled_at is not null disabled`,
  );
}

/** The account that stands for a role in the sandbox. */
export function accountByKey(ctx: Ctx, key: string, name: string): Promise<AccountRow | undefined> {
  return one(
    ctx.db,
    sql<AccountRow>`insert into access.accounts (key, name, created_at)
      values (${key}, ${name}, ${ctx.clock.now()})
      on conflict (key) do update set name = excluded.name
      returning id, disabled_at is not null disabled`,
  );
}

export interface SessionRow {
  readonly account: string;
  readonly id_nat: string | null;
  readonly name: string;
  readonly role: string;
  readonly scope: string[];
  readonly signed_in_by: string;
  readonly id_token: string | null;
  readonly idle_seconds: number;
  readonly granted: string[];
}

/**
 * The live session of a token hash: neither expired nor idle, its account open, and its role still granted
 * (the professional's comes with the idNat; the sandbox lends any, and no production takes what a sandbox lent).
 */
export function liveSession(
  ctx: Pick<Ctx, 'db' | 'config'>,
  tokenHash: string,
): Promise<SessionRow | undefined> {
  return one(
    ctx.db,
    sql<SessionRow>`select s.account, a.id_nat, a.name, s.role, s.scope, s.signed_in_by, s.id_token,
        extract(epoch from now() - s.last_seen)::int idle_seconds,
        array(select distinct g.role from access.role_grants g
          where g.account = s.account and g.revoked_at is null) granted
      from access.sessions s join access.accounts a on a.id = s.account
      where s.token_hash = ${tokenHash} and s.expires_at > now()
        and s.last_seen > now() - ${IDLE_SECONDS} * interval '1 second' and a.disabled_at is null
        and (s.signed_in_by <> 'sandbox' or ${ctx.config.profile === 'sandbox'}::boolean)
        and (s.role = 'professional' or s.signed_in_by = 'sandbox' or exists (
          select from access.role_grants g where g.account = s.account and g.role = s.role
            and g.revoked_at is null and (s.scope = '{}' or g.scope = any(s.scope))))`,
  );
}

export async function touchSession(ctx: Pick<Ctx, 'db'>, tokenHash: string): Promise<void> {
  await sql`update access.sessions set last_seen = now() where token_hash = ${tokenHash}`.execute(ctx.db);
}

export interface Grant {
  readonly role: string;
  readonly scope: string;
}

/** The roles that an account was given and still has. */
export function grantsOf(ctx: Pick<Ctx, 'db'>, account: string): Promise<Grant[]> {
  return rows(
    ctx.db,
    sql<Grant>`select role, scope from access.role_grants
      where account = ${account} and revoked_at is null order by role, scope`,
  );
}
