import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { OVERLAP_DAYS } from '../rules/quota.js';
import { errors } from './errors.js';
import { gateOf } from './gate.js';
import { newKey } from './new-key.js';

const DAY_MS = 86_400_000;

/**
 * Gives an application another key; those before it end seven days later at most. Journaled. Out: the key, shown this once.
 * @throws Refusal 404 not the account's, 409 closed
 */
export async function renewKey(ctx: Ctx, owner: string, application: string): Promise<string> {
  const key = await transaction(ctx, async (tx) => {
    await lockOwn(tx, owner, application);
    const end = new Date(tx.clock.now().getTime() + OVERLAP_DAYS * DAY_MS);
    await sql`update directory.api_keys set ends_at = ${end}
      where application = ${application}::uuid and (ends_at is null or ends_at > ${end})`.execute(tx.db);
    await journal(tx, { act: 'directory.renew-key', subject: application, outcome: 'done' });
    return newKey(tx, application);
  });
  gateOf(ctx).forget();
  return key;
}

/**
 * Ends a key at once. Harmless when repeated; journaled. @throws Refusal 404 not the account's key, 409 closed
 */
export async function revokeKey(ctx: Ctx, owner: string, application: string, key: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await lockOwn(tx, owner, application);
    const now = tx.clock.now();
    const ended = await affected(
      tx.db,
      sql`update directory.api_keys set ends_at = least(ends_at, ${now})
        where application = ${application}::uuid and id::text = ${key}`,
    );
    if (ended === 0) throw errors.unknown();
    await journal(tx, {
      act: 'directory.revoke-key',
      subject: application,
      outcome: 'done',
      data: { key },
    });
  });
  gateOf(ctx).forget();
}

async function lockOwn(ctx: Ctx, owner: string, application: string): Promise<void> {
  const held = await one(
    ctx.db,
    sql<{ closed: boolean }>`select closed_at is not null closed from directory.applications
      where id::text = ${application} and owner = ${owner}::uuid for update`,
  );
  if (!held) throw errors.unknown();
  if (held.closed) throw errors.closed();
}
