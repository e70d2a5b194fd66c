import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';
import { errors } from '../errors.js';
import { ownRow } from '../queries/own-mailboxes.js';

/** Keys of programs begin so. */
export const SERVICE_KEY_PREFIX = 'emb_';

/**
 * Gives the program of an applicative mailbox its key, and takes the former one back. Out: the key, shown this once.
 * @throws Refusal 404 not his mailbox, 409 not an applicative one
 */
export async function renewServiceAccount(ctx: Ctx, operator: string, id: string): Promise<string> {
  const row = await ownRow(ctx, operator, id);
  if (!row || row.withdrawnAt !== null) throw errors.unknownMailbox();
  if (row.type !== 'APP') throw errors.notApplicative();
  const key = `${SERVICE_KEY_PREFIX}${randomToken()}`;
  await transaction(ctx, async (tx) => {
    await sql`update messaging.service_accounts set revoked_at = ${tx.clock.now()}
      where mailbox = ${id}::uuid and revoked_at is null`.execute(tx.db);
    await sql`insert into messaging.service_accounts (key_hash, mailbox, created_at)
      values (${hashToken(key)}, ${id}::uuid, ${tx.clock.now()})`.execute(tx.db);
    await journal(tx, { act: 'messaging.renew-service-account', subject: id, outcome: 'done' });
  });
  return key;
}
