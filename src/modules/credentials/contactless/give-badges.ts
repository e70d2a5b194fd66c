import { sql } from 'kysely';
import { rows } from '../../../platform/db/connection.js';
import type { Reaction } from '../../../platform/events.js';
import { giveIdentifier } from './give-identifier.js';

/** What the phone plays to a reader. */
const ON_PHONE = { technology: 'MIFARE DESFire EV1', conformity: 'EAL4+' } as const;

/** Gives the e-CPS that people have just activated the identifier that badge readers read. Subjects are idNats. */
export const giveBadges: Reaction = {
  name: 'credentials.give-badges',
  async run(ctx, idNats) {
    const bare = await rows(
      ctx.db,
      sql<{ id: string }>`select e.id from credentials.ecps e
        where e.id_nat = any(${[...idNats]}) and e.state <> 'ended'
          and not exists (select from credentials.contactless b where b.ecps_id = e.id)`,
    );
    for (const { id } of bare) await giveIdentifier(ctx, { ecpsId: id, ...ON_PHONE });
  },
};
