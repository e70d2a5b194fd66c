import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { subjectFor } from '../oidc/subjects.js';
import type { Exchanged } from './extra.js';

/**
 * Notes that a person came into a service by way of another: the person reads it among past sign-ins, and the service is
 * told of changes like any that knows somebody.
 */
export async function noteExchange(
  ctx: Pick<Ctx, 'db'>,
  { account, subject, asker, target }: Omit<Exchanged, 'target'> & { target: string },
): Promise<void> {
  const { accountId } = account.person;
  const name = await subjectFor(ctx, undefined, account);
  await sql`with visit as (insert into identity_provider.visits (account_id, client_id, sid, means, silent, via)
      values (${accountId}, ${target}, ${subject.sid ?? ''}, ${subject.extra?.authMode ?? ''}, true, ${asker}))
    insert into identity_provider.known_subjects (client_id, account_id, subject)
    values (${target}, ${accountId}, ${name}) on conflict (client_id, account_id) do nothing`.execute(ctx.db);
}
