import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';

/** A service that does not take the changes that wait for it. */
export interface ServiceBehind {
  readonly clientId: string;
  readonly name: string;
  /** How many changes wait, and since when the oldest does. Real time. */
  readonly waiting: number;
  readonly since: Date;
  /** Why the last call failed; null for a service that asks, and does not come. */
  readonly failure: string | null;
}

/** Services that failed to take a change, or have not come for one in a day; those with most first, a hundred at most. */
export function servicesBehind(ctx: Pick<Ctx, 'db'>): Promise<ServiceBehind[]> {
  return rows(
    ctx.db,
    sql<ServiceBehind>`select s.client_id "clientId", s.name, count(*)::int waiting, min(n.asked_at) since,
        (array_agg(n.failure order by n.next_at desc) filter (where n.failure is not null))[1] failure
      from identity_provider.change_notices n join identity_provider.services s using (client_id)
      where n.taken_at is null and s.enabled
      group by s.client_id, s.name
      having max(n.attempts) > 0 or min(n.asked_at) < now() - interval '1 day'
      order by waiting desc, s.name limit 100`,
  );
}

/** Lets what waits for a service be sent again now, within a minute, whatever it still had to wait. Out: how many. */
export function sendAgain(ctx: Ctx, clientId: string): Promise<number> {
  return transaction(ctx, async (tx) => {
    const due = await affected(
      tx.db,
      sql`update identity_provider.change_notices set next_at = now()
        where client_id = ${clientId} and taken_at is null and next_at > now()`,
    );
    const act = 'identity-provider.send-changes-again';
    await journal(tx, { act, subject: clientId, outcome: 'done', data: { count: due } });
    return due;
  });
}
