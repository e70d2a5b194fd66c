import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { MOST_APPLICATIONS, USUAL_QUOTA } from '../rules/quota.js';
import { errors } from './errors.js';
import { newKey } from './new-key.js';

export interface NewApplication {
  /** Account, and how it is named. */
  readonly owner: string;
  readonly ownerName: string;
  readonly name: string;
  /** Calls in a minute; the usual quota when left out. */
  readonly eachMinute?: number;
}

/**
 * Names an application that asks the open API, and gives it a first key. Journaled. Out: its id, the key, shown this once.
 * @throws Refusal 422 for a name that cannot be, 409 when the account has as many as it may
 */
export async function createApplication(
  ctx: Ctx,
  { owner, ownerName, name, eachMinute = USUAL_QUOTA }: NewApplication,
): Promise<{ id: string; key: string }> {
  const wanted = name.trim().replaceAll(/\s+/g, ' ');
  if (wanted.length < 2 || wanted.length > 80) throw errors.nameWrong();
  return transaction(ctx, async (tx) => {
    // Two at once of one account are counted one after the other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`directory.applications:${owner}`}, 0))`.execute(
      tx.db,
    );
    const made = await one(
      tx.db,
      sql<{
        id: string;
      }>`insert into directory.applications (owner, owner_name, name, each_minute, created_at)
        select ${owner}::uuid, ${ownerName}, ${wanted}, ${eachMinute}, ${tx.clock.now()}
        where (select count(*) from directory.applications where owner = ${owner}::uuid and closed_at is null)
          < ${MOST_APPLICATIONS}
        returning id`,
    );
    if (!made) throw errors.tooMany();
    await sql`insert into directory.quotas (application) values (${made.id}::uuid)`.execute(tx.db);
    const key = await newKey(tx, made.id);
    await journal(tx, { act: 'directory.create-application', subject: made.id, outcome: 'done' });
    return { id: made.id, key };
  });
}
