import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, rows } from '../../../platform/db/connection.js';
import { enqueue } from '../../../platform/jobs.js';
import { closeSessionsUnder } from '../../access/index.js';
import { forgetStrong } from '../other-means/reentry.js';

/** Name of the job that tells one service. */
export const TELL_LOGOUT = 'identity-provider.tell-logout';

/** A service that had a part in a session. */
export interface PartOfSession {
  readonly clientId: string;
  /** Where the browser tells it, when it asked for that. */
  readonly frontchannelLogoutUri: string | null;
}

export interface EndedSession {
  readonly ended: boolean;
  readonly services: readonly PartOfSession[];
}

/**
 * Ends a session of Pro Santé Connect: the browser's silent sign-on, every token given under it and the sessions of the
 * portals, in one transaction with the demand to tell the services that asked to be told. Harmless when repeated.
 */
export function endSession(ctx: Ctx, sid: string): Promise<EndedSession> {
  return transaction(ctx, async (tx) => {
    const services = await partsOf(tx, sid);
    const gone = sql`delete from identity_provider.artifacts
      where (uid = ${sid} and model = 'Session') or sid = ${sid}
        or grant_id in (select grant_id from identity_provider.artifacts where sid = ${sid})`;
    const ended = (await affected(tx.db, gone)) > 0;
    await closeSessionsUnder(tx, sid);
    if (services.length > 0) await forgetStrong(tx, [...new Set(services.map(({ accountId }) => accountId))]);
    for (const { clientId, accountId, told } of services)
      if (told) await askToTell(tx, { clientId, sid, accountId });
    return { ended, services };
  });
}

/** Ends every session of some people. In: account ids. */
export async function endSessionsOf(ctx: Ctx, accountIds: readonly string[]): Promise<void> {
  const found = await rows(
    ctx.db,
    sql<{ sid: string }>`select uid sid from identity_provider.artifacts
      where model = 'Session' and account_id = any(${[...accountIds]}::text[])`,
  );
  for (const { sid } of found) await endSession(ctx, sid);
}

/** Asks for one service to be told that a session is over; once, whoever asks again. */
export async function askToTell(
  ctx: Ctx,
  notice: { clientId: string; sid: string; accountId: string },
): Promise<void> {
  const first = sql`insert into identity_provider.logout_notices (client_id, sid, account_id)
    values (${notice.clientId}, ${notice.sid}, ${notice.accountId}) on conflict do nothing`;
  if ((await affected(ctx.db, first)) === 1)
    await enqueue(ctx, TELL_LOGOUT, { clientId: notice.clientId, sid: notice.sid });
}

type Part = PartOfSession & { readonly accountId: string; readonly told: boolean };

/** Services to which the browser's session went, that hold tokens of it, or for which others do. */
function partsOf(ctx: Ctx, sid: string): Promise<Part[]> {
  return rows(
    ctx.db,
    sql<Part>`with parts as (
        select jsonb_object_keys(payload -> 'authorizations') client_id, payload ->> 'accountId' account_id
          from identity_provider.artifacts where uid = ${sid} and model = 'Session'
            and jsonb_typeof(payload -> 'authorizations') = 'object'
        union select payload ->> 'clientId', payload ->> 'accountId'
          from identity_provider.artifacts where sid = ${sid}
        union select payload ->> 'aud', payload ->> 'accountId'
          from identity_provider.artifacts where sid = ${sid} and payload ? 'aud')
      select client_id "clientId", account_id "accountId", s.options ? 'backchannelLogoutUri' told,
        s.options ->> 'frontchannelLogoutUri' "frontchannelLogoutUri"
      from parts join identity_provider.services s using (client_id)
      where s.enabled and account_id is not null order by client_id`,
  );
}
