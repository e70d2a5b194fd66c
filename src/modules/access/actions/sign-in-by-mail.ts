import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { accountByKey } from '../store.js';
import { issueLoginLink, spendLink } from './login-link.js';
import { type OpenedSession, writeSession } from './open-session.js';

/** Links of integrators open no door of an authority, and theirs open none here. */
const DOOR = 'integrators';

/** Makes the one-time token of the link that signs an integrator in, or up; the caller sends it to that address. */
export const issueMailLink = (ctx: Ctx, mail: string): Promise<string> =>
  issueLoginLink(ctx, { door: DOOR, memberId: mail.trim().toLowerCase() });

/**
 * Spends the link: whoever reads that mail is the integrator of that address. The first time makes the account.
 * Out: a session as integrator. @throws Refusal 410 spent or expired, 403 account closed or role taken back
 */
export function spendMailLink(ctx: Ctx, token: string): Promise<OpenedSession> {
  return transaction(ctx, async (tx) => {
    const mail = await spendLink(tx, DOOR, token);
    const account = await accountByKey(tx, `mail:${mail}`, mail);
    if (!account || account.disabled) throw errors.disabledAccount();
    const isNew = sql`insert into access.role_grants (account, role, scope, granted_by, granted_at)
      values (${account.id}, 'integrator', '', 'self', ${tx.clock.now()})
      on conflict (account, role, scope) do nothing`;
    if ((await affected(tx.db, isNew)) > 0)
      await journal(tx, { act: 'access.sign-up', subject: `account:${account.id}`, outcome: 'done' });
    // Where the role was taken back, the session would be none: writeSession refuses it.
    return writeSession(tx, { account: account.id, role: 'integrator', scope: [], signedInBy: 'mail' });
  });
}
