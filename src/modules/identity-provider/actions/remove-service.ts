import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';

/** Ends a service: its client id and its secrets open nothing from the next request on. Journaled. */
export async function removeService(ctx: Ctx, clientId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await sql`update identity_provider.services set enabled = false, registration_token_hash = null
      where client_id = ${clientId}`.execute(tx.db);
    await sql`delete from identity_provider.service_secrets where client_id = ${clientId}`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.remove-service', subject: clientId, outcome: 'done' });
  });
}
