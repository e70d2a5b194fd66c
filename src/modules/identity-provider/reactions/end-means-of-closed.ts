import { sql } from 'kysely';
import { rows } from '../../../platform/db/connection.js';
import type { Reaction } from '../../../platform/events.js';
import { closeSessionsOf } from '../../access/index.js';
import { cards, ecps } from '../../credentials/index.js';
import { endSessionsOf } from '../actions/end-session.js';
import { endPairingsOf } from '../delegation/pairings.js';
import { endOtherMeansOf } from '../other-means/end-of-closed.js';

/**
 * Takes from people who were struck off or left the directory what still spoke for them: the e-CPS and the cards, for
 * good, their sessions at Pro Santé Connect and those of the portals. Subjects are idNats; somebody who is back by now
 * keeps everything, and a number that another took in keeps its sessions.
 */
export const endMeansOfClosed: Reaction = {
  name: 'identity-provider.end-means-of-closed',
  async run(ctx, idNats) {
    const closed = await rows(
      ctx.db,
      sql<{ idNat: string; accountId: string; absorbed: boolean }>`select id_nat as "idNat",
          account_id as "accountId", exists (select from identity_provider.absorbed_accounts a
            where a.account_id = p.account_id) absorbed
        from identity_provider.people p where id_nat = any(${[...idNats]}) and not active`,
    );
    for (const { idNat } of closed) {
      await ecps.endMeans(ctx, { idNat, reason: 'closed' });
      await cards.opposeCardsOf(ctx, { idNat, reason: 'end-of-activity' });
    }
    const gone = closed.filter(({ absorbed }) => !absorbed).map(({ accountId }) => accountId);
    await endSessionsOf(ctx, gone);
    await endPairingsOf(ctx, gone);
    await endOtherMeansOf(ctx, gone);
    await closeSessionsOf(
      ctx,
      closed.map(({ idNat }) => idNat),
    );
  },
};
