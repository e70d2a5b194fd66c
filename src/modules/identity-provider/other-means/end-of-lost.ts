import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { personByIdNat } from '../store.js';
import { ownAccounts } from '../wallet/own-accounts.js';
import { type CodeKind, disableCode } from './codes.js';

/** When the phone was said to be lost: what was set up since is on another one. */
export interface LostAt {
  /** Simulated time. */
  readonly at: Date;
  /** Real time. */
  readonly recordedAt: Date;
}

/**
 * Ends what a lost phone can do beside the e-CPS: the codes that it shows or gets by SMS, and coming back by one of them.
 * Without `lost`, all of them. Out: whether there was a code to end.
 */
export function endCodesOfLost(ctx: Ctx, idNat: string, lost?: LostAt): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const person = await personByIdNat(tx, idNat);
    if (!person) return false;
    const kinds = await rows(
      tx.db,
      sql<{ kind: CodeKind }>`select kind from identity_provider.code_means
        where account_id = ${person.accountId} and enabled_at <= ${lost?.at ?? sql`'infinity'`} for update`,
    );
    for (const { kind } of kinds) await disableCode(tx, person, kind);
    await sql`delete from identity_provider.reentries where account_id in (select account_id from ${ownAccounts(idNat)} own)
      and signed_in_at <= ${lost?.recordedAt ?? sql`'infinity'`}`.execute(tx.db);
    return kinds.length > 0;
  });
}
