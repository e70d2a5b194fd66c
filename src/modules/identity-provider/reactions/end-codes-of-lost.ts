import { eventsOf, type Reaction } from '../../../platform/events.js';
import { endCodesOfLost } from '../other-means/end-of-lost.js';

const ENDED = 'credentials.ecps-ended';

/**
 * Ends the codes of a phone whose e-CPS was ended as lost, by whichever door: what it shows or gets by SMS is lost with it.
 * Subjects are idNats; codes enabled since then stay.
 */
export const endCodesOfLostPhones: Reaction = {
  name: 'identity-provider.end-codes-of-lost-phones',
  concerns: ({ data }) => data?.reason === 'lost',
  async run(ctx, idNats) {
    const last = new Map<string, { at: Date; recordedAt: Date }>();
    for (const event of await eventsOf(ctx, idNats, [ENDED], 20 * idNats.length))
      if (event.data.reason === 'lost') last.set(event.subject, event);
    for (const [idNat, lost] of last) await endCodesOfLost(ctx, idNat, lost);
  },
};
