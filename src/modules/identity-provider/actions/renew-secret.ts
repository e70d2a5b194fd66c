import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';
import { unknownService } from '../errors.js';

/** How long the former secret still opens, in hours, when nobody says. */
const OVERLAP_HOURS = 48;
const LONGEST_OVERLAP_HOURS = 31 * 24;

/**
 * Gives a service a new secret; the former ones still open for `overlapHours` (0 ends them at once), so that the service
 * changes it without a cut. Out: the secret, told once.
 * @throws Refusal `identity-provider.unknown-service`
 */
export async function renewSecret(
  ctx: Ctx,
  clientId: string,
  overlapHours = OVERLAP_HOURS,
): Promise<{ clientSecret: string; formerUntil: Date }> {
  const hours = Math.min(Math.max(overlapHours, 0), LONGEST_OVERLAP_HOURS);
  const clientSecret = randomToken();
  return transaction(ctx, async (tx) => {
    const locked = sql`update identity_provider.services set enabled = enabled
      where client_id = ${clientId} and enabled`;
    if ((await affected(tx.db, locked)) === 0) throw unknownService();
    // By the clock of the database, which judges each secret: none outlives its end by what this process is ahead.
    const end = await one(tx.db, sql<{ at: Date }>`select now() + ${hours} * interval '1 hour' as at`);
    const formerUntil = end?.at ?? new Date();
    await sql`update identity_provider.service_secrets set expires_at = ${formerUntil}
      where client_id = ${clientId} and (expires_at is null or expires_at > ${formerUntil})`.execute(tx.db);
    await addSecret(tx, clientId, clientSecret);
    await journal(tx, { act: 'identity-provider.renew-secret', subject: clientId, outcome: 'done' });
    return { clientSecret, formerUntil };
  });
}

/** Makes this the only secret of a service, in the caller's transaction. */
export async function setSecret(ctx: Ctx, clientId: string, clientSecret: string): Promise<void> {
  await sql`delete from identity_provider.service_secrets
    where client_id = ${clientId} and secret_hash <> ${hashToken(clientSecret)}`.execute(ctx.db);
  await addSecret(ctx, clientId, clientSecret);
}

async function addSecret(ctx: Ctx, clientId: string, clientSecret: string): Promise<void> {
  await sql`insert into identity_provider.service_secrets (client_id, secret_hash, created_at)
    values (${clientId}, ${hashToken(clientSecret)}, ${ctx.clock.now()})
    on conflict (client_id, secret_hash) do update set expires_at = null`.execute(ctx.db);
}
