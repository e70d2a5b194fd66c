import { sql } from 'kysely';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { kept } from '../../platform/db/plans.js';
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
 * The roles that an account has, as SQL: those it was granted, and those that its habilitations give on a day. In: the
 * account and its national identifier (SQL), the civil day.
 */
const rolesHeld = (account: string, idNat: string, day: string) => sql`select g.role, g.scope
    from access.role_grants g where g.account = ${sql.ref(account)} and g.revoked_at is null
  union select case h.kind when 'rpps-manager' then 'manager' else h.kind end, h.structure_id
    from access.standing_habilitations h where h.id_nat = ${sql.ref(idNat)}
      and h.from_day <= ${day} and coalesce(h.to_day >= ${day}, true)`;

/**
 * The live session of a token hash: neither expired nor idle, its account open, and its role still granted or given by a
 * habilitation (the professional's comes with the idNat; to nobody in particular the sandbox lends any, and no production takes
 * what it lent).
 */
export function liveSession(
  ctx: Pick<Ctx, 'db' | 'config' | 'clock'>,
  tokenHash: string,
): Promise<SessionRow | undefined> {
  const held = rolesHeld('s.account', 'a.id_nat', today(ctx.clock));
  return one(
    ctx.db,
    sql<SessionRow>`${kept('access_live_session')}select s.account, a.id_nat, a.name, s.role, s.scope, s.signed_in_by, s.id_token,
        extract(epoch from now() - s.last_seen)::int idle_seconds,
        array(select distinct r.role from (${held}) r) granted
      from access.sessions s join access.accounts a on a.id = s.account
      where s.token_hash = ${tokenHash} and s.expires_at > now()
        and s.last_seen > now() - ${IDLE_SECONDS} * interval '1 second' and a.disabled_at is null
        and (s.signed_in_by <> 'sandbox' or ${ctx.config.profile === 'sandbox'}::boolean)
        and (s.role = 'professional' or (s.signed_in_by = 'sandbox' and a.id_nat is null) or exists (
          select from (${held}) r where r.role = s.role and (s.scope = '{}' or r.scope = any(s.scope))))`,
  );
}

export async function touchSession(ctx: Pick<Ctx, 'db'>, tokenHash: string): Promise<void> {
  await sql`update access.sessions set last_seen = now() where token_hash = ${tokenHash}`.execute(ctx.db);
}

export interface Grant {
  readonly role: string;
  readonly scope: string;
}

/** The roles that an account was given and still has, by itself or by a habilitation. */
export function grantsOf(ctx: Pick<Ctx, 'db' | 'clock'>, account: string): Promise<Grant[]> {
  return rows(
    ctx.db,
    sql<Grant>`select r.role, r.scope from access.accounts a,
        lateral (${rolesHeld('a.id', 'a.id_nat', today(ctx.clock))}) r
      where a.id = ${account} order by 1, 2`,
  );
}
