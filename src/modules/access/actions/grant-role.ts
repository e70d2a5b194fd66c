import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { isRole, type Role, SCOPED_ROLES } from '../rules/roles.js';
import { accountOfPerson } from '../store.js';

export interface RoleGrant {
  readonly idNat: string;
  readonly role: string;
  /** Authority code for an agent, structure id for a manager. */
  readonly scope?: string;
}

/** Gives a person one more role. Harmless when repeated; journaled. @throws Refusal 422 unknown role or no scope */
export async function grantRole(ctx: Ctx, { idNat, role, scope }: RoleGrant): Promise<void> {
  if (!isRole(role) || role === 'professional') throw errors.unknownRole();
  if (SCOPED_ROLES.includes(role as Role) && !scope) throw errors.unknownRole();
  await transaction(ctx, async (tx) => {
    const account = await accountOfPerson(tx, idNat, idNat);
    await sql`insert into access.role_grants (account, role, scope, granted_by, granted_at)
      values (${account?.id}, ${role}, ${scope ?? ''}, ${tx.actor}, ${tx.clock.now()})
      on conflict (account, role, scope) do update set revoked_at = null`.execute(tx.db);
    await journal(tx, {
      act: 'access.grant-role',
      subject: idNat,
      outcome: 'done',
      data: { role, scope: scope ?? '' },
    });
  });
}

/** Takes a role back; the sessions that act in it end at their next request. Journaled. */
export async function revokeRole(ctx: Ctx, { idNat, role, scope }: RoleGrant): Promise<void> {
  await transaction(ctx, async (tx) => {
    const changed = await affected(
      tx.db,
      sql`update access.role_grants g set revoked_at = ${tx.clock.now()} from access.accounts a
        where a.id = g.account and a.id_nat = ${idNat} and g.role = ${role} and g.scope = ${scope ?? ''}
          and g.revoked_at is null`,
    );
    if (changed === 0) return;
    await journal(tx, {
      act: 'access.revoke-role',
      subject: idNat,
      outcome: 'done',
      data: { role, scope: scope ?? '' },
    });
  });
}
