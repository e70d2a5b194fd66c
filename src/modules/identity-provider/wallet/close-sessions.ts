import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { closeSessionsOf } from '../../access/index.js';
import { endSession, endSessionsOf } from '../actions/end-session.js';
import { unknownSession } from '../errors.js';
import { forgetStrong } from '../other-means/reentry.js';
import { openSessions } from './open-sessions.js';
import { ownAccounts } from './own-accounts.js';

/** The open session of that person and of that sid. @throws Refusal `identity-provider.unknown-session` */
export async function ownSession(ctx: Ctx, idNat: string, sid: string) {
  const own = (await openSessions(ctx, idNat)).find((session) => session.sid === sid);
  if (!own) throw unknownSession();
  return own;
}

/**
 * Closes a session at the demand of its holder: silent sign-on, tokens, portals; services that asked are told by jobs.
 * @throws Refusal `identity-provider.unknown-session`
 */
export async function closeOwnSession(ctx: Ctx, idNat: string, sid: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { services } = await ownSession(tx, idNat, sid);
    await endSession(tx, sid);
    await journal(tx, {
      act: 'identity-provider.close-own-session',
      subject: idNat,
      outcome: 'done',
      data: { services: services.length },
    });
  });
}

/** Closes every session of a person at their demand, those of the portals included. */
export async function closeOwnSessions(ctx: Ctx, idNat: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const accounts = await rows(
      tx.db,
      sql<{ id: string }>`select account_id id from ${ownAccounts(idNat)} own`,
    );
    const ids = accounts.map(({ id }) => id);
    await endSessionsOf(tx, ids);
    // A browser whose session is long gone may still remember that one factor was enough.
    await forgetStrong(tx, ids);
    // Those that no browser holds any more, and whose services go on.
    for (const { sid } of await openSessions(tx, idNat)) await endSession(tx, sid);
    await closeSessionsOf(tx, [idNat]);
    await journal(tx, { act: 'identity-provider.close-own-sessions', subject: idNat, outcome: 'done' });
  });
}
