import { transaction } from '../../../platform/context.js';
import { eventsOf, type Reaction } from '../../../platform/events.js';
import { noteRevoked } from '../changes/note.js';
import { isAlarm } from '../rules/changes.js';

const MEANS = { 'credentials.ecps-ended': 'ECPS', 'credentials.card-opposed': 'CARD' } as const;

/**
 * Notes, for the services that know a person, that an e-CPS or a card was revoked: lost, stolen, given up. Subjects are
 * idNats.
 */
export const tellRevokedMeans: Reaction = {
  name: 'identity-provider.tell-revoked-means',
  run: (ctx, idNats) =>
    transaction(ctx, async (tx) => {
      for (const event of await eventsOf(tx, idNats, Object.keys(MEANS), 20 * idNats.length)) {
        if (!isAlarm(event.data.reason)) continue;
        await noteRevoked(tx, {
          idNat: event.subject,
          means: MEANS[event.type as keyof typeof MEANS],
          cause: `event:${event.id}`,
          happenedAt: event.at,
          recordedAt: event.recordedAt,
        });
      }
    }),
};
